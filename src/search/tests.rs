//! The index of a few threads, read back from its bytes.

use super::*;

fn path(topic: &str, slug: &str) -> ThreadPath {
    ThreadPath { topic: topic.to_owned(), slug: slug.to_owned() }
}

fn record<'a>(path: &'a ThreadPath, title: &str, answer: &'a str, disclaimer: &'a Disclaimer) -> Record<'a> {
    Record {
        path,
        title: title.to_owned(),
        topic_title: "Numbness",
        tags: &[],
        questions: vec![QuestionRecord { id: String::new(), title: None, words: "My lip is asleep.".into() }],
        editor: Vec::new(),
        answers: vec![AnswerRecord { id: "a1", name: Some("Vida Norstrand"), heading: Some("Wait"), words: answer }],
        disclaimers: vec![disclaimer],
    }
}

fn counted(records: &[Record<'_>], lexicon: &mut Lexicon) -> Vec<Counts> {
    let counters = Counters::default();
    let receipts = records.iter().map(|record| counters.count(record)).collect();
    counters.into_counts(receipts, lexicon)
}

fn pairs<'a>(records: &'a [Record<'_>], counts: &'a [Counts]) -> Vec<Counted<'a>> {
    let pairs = records.iter().zip(counts);
    pairs.map(|(record, counts)| Counted { path: record.path, topic_title: record.topic_title, counts }).collect()
}

/// The index with the threads' shards among its files.
fn index(records: &[Record<'_>], synonyms: &[Vec<String>]) -> Index {
    let mut lexicon = Lexicon::default();
    let counts = counted(records, &mut lexicon);
    let shards = Shards::new(records.iter().map(|record| record.path));
    let mut index = Index::new(&mut lexicon, &pairs(records, &counts), &shards, synonyms);
    let threads = records.iter().enumerate().map(|(at, record)| (shards.address(at), shards.shard(at, record)));
    index.files.extend(threads);
    index
}

/// The value in the shard called `name`, as JSON.
fn value(index: &Index, name: &str) -> serde_json::Value {
    let (_, bytes) = index.files.iter().find(|(address, _)| *address == Address::search_shard(name)).unwrap();
    let text = std::str::from_utf8(bytes).unwrap();
    let json = text.strip_prefix(&format!("sitegenSearch.take(\"{name}\",")).unwrap().strip_suffix(")\n").unwrap();
    serde_json::from_str(json).unwrap()
}

#[test]
fn a_threads_shard_carries_its_words_and_its_disclaimer() {
    let disclaimer = Disclaimer { text: "General “words”.\nNo doctor.".to_owned(), from_site: false };
    let path = path("numbness", "lip");
    let index = index(&[record(&path, "Lip </script>", "Two weeks.", &disclaimer)], &[]);
    let name = index.files.iter().find_map(|(address, _)| address.path().strip_prefix("search/threads/")?.strip_suffix(".js")).unwrap();
    let thread = value(&index, &format!("threads/{name}"));
    assert_eq!(thread["title"], "Lip </script>");
    assert_eq!(thread["href"], "numbness/lip.html");
    assert_eq!(thread["answers"][0]["words"], "Two weeks.");
    assert_eq!(thread["disclaimers"][0]["text"], disclaimer.text);
    assert!(value(&index, "topics/numbness").is_string());
}

#[test]
fn words_stand_in_order_with_what_they_say() {
    let disclaimer = Disclaimer { text: "General words.".to_owned(), from_site: true };
    let paths = [path("numbness", "chin"), path("numbness", "lip")];
    let records =
        [record(&paths[0], "Chin", "The lip recovers.", &disclaimer), record(&paths[1], "Numb lip", "Lip, lip, lip.", &disclaimer)];
    let index = index(&records, &[vec!["lip".to_owned(), "crow's feet".to_owned()]]);
    let first = value(&index, "index");
    assert_eq!(first["threads"], 2);
    assert_eq!(first["starts"], "Aa");
    assert_eq!((&first["first"], &first["last"]), (&"Aas G".into(), &"Aa E".into()));
    assert_eq!(first["common"], "");
    assert_eq!(first["synonyms"], serde_json::json!([[["lip"], ["crows", "feet"]]]));
    let words = value(&index, "words/0");
    let threes: Vec<&str> = words.as_str().unwrap().split(' ').collect();
    let names: Vec<&str> = threes.iter().step_by(3).copied().collect();
    assert_eq!(names, ["asleep", "chin", "is", "lip", "my", "norstrand", "numb", "numbness", "recovers", "the", "vida", "wait"]);
    let number_of_threads = |word: &str| threes[names.iter().position(|name| *name == word).unwrap() * 3 + 1];
    assert_eq!((number_of_threads("lip"), number_of_threads("numb")), ("2", "1"));
    assert_eq!(value(&index, "first/0").as_str().unwrap().matches("umb").count(), 1);
    assert_eq!(value(&index, "last/0"), value(&index, "first/0"));
}

#[test]
fn spelling_shards_are_cut_between_groups() {
    let disclaimer = Disclaimer { text: "General words.".to_owned(), from_site: true };
    let path = path("numbness", "chin");
    let letters = |number: u8| char::from(b'a' + number % 26).to_string() + &char::from(b'a' + number / 26).to_string();
    let words: Vec<String> = (0..150).map(|number| format!("q{}x qu{}yz", letters(number), letters(number))).collect();
    let answer = words.join(" ");
    let index = index(&[record(&path, "Chin", &answer, &disclaimer)], &[]);
    assert_eq!(value(&index, "index")["first"], "AasAqBuAv GEGE");
    assert!(value(&index, "first/2").as_str().unwrap().starts_with("AquaayzD"));
}

#[test]
fn the_index_does_not_depend_on_how_the_threads_are_parted() {
    let disclaimer = Disclaimer { text: "General words.".to_owned(), from_site: false };
    let paths: Vec<ThreadPath> = (0..200).map(|number| path("t", &format!("n{number:03}"))).collect();
    let answers: Vec<String> = (0..200).map(|number| format!("word{number} shared w{} w{}", number % 7, number % 11)).collect();
    let records: Vec<Record<'_>> =
        paths.iter().zip(&answers).map(|(path, answer)| record(path, "Same title", answer, &disclaimer)).collect();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| index(&records, &[]))
    };
    let (one, three) = (with(1), with(3));
    assert_eq!(one.version, three.version);
    assert!(one.files == three.files);
}

#[test]
fn a_frequent_words_list_keeps_the_threads_it_says_most_about() {
    let disclaimer = Disclaimer { text: "General words.".to_owned(), from_site: false };
    let count = postings::MOST + 100;
    let paths: Vec<ThreadPath> = (0..count).map(|number| path("t", &format!("n{number:05}"))).collect();
    let title = |number: usize| if number == count / 2 { "Botox" } else { "Other" };
    let records: Vec<Record<'_>> =
        paths.iter().enumerate().map(|(number, path)| record(path, title(number), "About botox.", &disclaimer)).collect();
    let (numbers, _) = numbers::assign(paths.iter());
    let mut lexicon = Lexicon::default();
    let counts = counted(&records, &mut lexicon);
    let entries = postings::entries(&mut lexicon, &pairs(&records, &counts), &numbers);
    let botox = entries.iter().find(|entry| entry.word == "botox").unwrap();
    assert_eq!((botox.threads, botox.list.len()), (count, postings::MOST));
    let best = botox.list.iter().max_by_key(|listed| listed.level()).unwrap();
    assert_eq!(best.number(), numbers[count / 2]);
    assert!(botox.list.is_sorted());
}

#[test]
fn has_words_tells_marks_from_words() {
    assert!(has_words("crow’s feet"));
    assert!(!has_words(" … — !"));
}
