//! `sitegen import` through the real command.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and reports by printing"
)]

mod support;

use serde_json::Value;
use support::SiteTest;

const RAW: &str = "May I swim with *fresh* stitches?

I leave for the sea on day 5.

Doctor Answers 3

Not for two weeks

Keep the cut dry: until it has closed, >14 days.

Omaha Plastic Surgeon
5.0 out of 5 stars 66 reviews

A plaster helps

# Ask your chemist for one.

Vida Norstrand, MD, FACS
Fargo Facial Plastic Surgeon
4.9 out of 5 stars 1,458 reviews

These answers are for educational purposes. Call 911 in an emergency. They make no patient/doctor relationship.";

fn site() -> SiteTest {
    SiteTest::new().file("raw/thread-0007.txt", RAW)
}

#[test]
fn a_thread_becomes_a_page_word_for_word() {
    let site = site();
    site.run(&["import", "raw"]).succeeds().says(&[
        "raw/thread-0007.txt -> content/unsorted/may-i-swim-with-fresh-stitches.md (2 answers, 1 named)",
        "there are no topics yet",
    ]);
    site.build().succeeds().page(
        "unsorted/may-i-swim-with-fresh-stitches.html",
        &[
            "May I swim with *fresh* stitches?",
            "until it has closed, &gt;14 days.",
            "# Ask your chemist",
            "Vida Norstrand",
            "Call 911 in an emergency.",
            "Omaha",
        ],
    );
}

#[test]
fn the_root_is_made_and_the_raw_text_kept() {
    let site = site();
    site.run(&["--root", "new/site", "import", "raw/thread-0007.txt"]).succeeds();
    let kept = site.tree("new/site/content/.sources");
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].1, RAW.as_bytes());
    site.run(&["--root", "new/site", "build"]).succeeds();
}

#[test]
fn importing_again_changes_nothing_even_after_edits_and_moves() {
    let site = site();
    site.run(&["import", "raw"]).succeeds();
    let file = "content/unsorted/may-i-swim-with-fresh-stitches.md";
    let edited = site.text(file).replace("title:", "tags: [sea]\ntitle:");
    std::fs::remove_file(site.root().join(file)).unwrap();
    site.write("content/wounds/swimming.md", edited.as_bytes());
    let before = site.tree("content");
    site.run(&["import", "raw"])
        .succeeds()
        .says(&["content/wounds/swimming.md (unchanged)", "0 new threads written, 0 merged, 1 unchanged"]);
    assert_eq!(site.tree("content"), before);
}

/// What the source changed comes in; what the editor changed, moved, removed or remarked stands.
#[test]
fn a_changed_source_is_merged_and_no_edit_is_lost() {
    let site = site();
    site.run(&["import", "raw"]).succeeds();
    let file = "content/unsorted/may-i-swim-with-fresh-stitches.md";
    let edited = site
        .text(file)
        .replace("title: ", "# checked by Mara\ntags: [sea]\ntitle: \"Edited. ")
        .replace("Edited. \"", "Edited. ")
        .replace("imported: ", "licence: Mine, imported: ")
        .replace(" }\ndeclared_answers: 3", " } # from the old disk\ndeclared_answers: 3 # says the page")
        .replace("Keep the cut dry: until", "Keep the cut **dry**: until");
    std::fs::remove_file(site.root().join(file)).unwrap();
    site.write("content/wounds/swimming.md", edited.as_bytes());
    let changed = RAW
        .replace("May I swim", "Can I swim")
        .replace("it has closed", "it has healed")
        .replace("for one.", "for two.")
        .replace("1,458 reviews", "1,500 reviews")
        .replace(
            "These answers are",
            "Wait for your doctor\n\nAsk at the check-up.\n\nMara Quist, DO\nBoise Dermatologist\n\nThese answers are",
        );
    site.write("raw/thread-0007.txt", changed.as_bytes());
    let before = site.tree("content");
    site.run(&["import", "--dry-run", "raw"]).succeeds().says(&[
        "+++ content/wounds/swimming.md",
        "-\\# Ask your chemist for one.",
        "+\\# Ask your chemist for two.",
    ]);
    assert_eq!(site.tree("content"), before, "a dry run writes nothing");
    site.run(&["import", "-v", "raw"]).succeeds().says(&[
        "content/wounds/swimming.md (3 answers, 2 named, merged",
        "the title changed in the file and in the source; the file's stands",
        "the words of answer a1 changed in the file and in the source",
        "the source has a new answer, a3",
    ]);
    let merged = site.text("content/wounds/swimming.md");
    for expected in [
        "# checked by Mara\ntags: [sea]\ntitle: \"Edited. May I swim",
        "**dry**: until it has closed",
        "chemist for two.",
        "reviews: 1500",
        "licence: Mine } # from the old disk",
        "# says the page",
        "## Wait for your doctor {#a3}\n\nAsk at the check-up.",
    ] {
        assert!(merged.contains(expected), "{expected:?} is not in\n{merged}");
    }
    let before = site.tree("content");
    site.run(&["import", "raw"]).succeeds().says(&["unchanged"]);
    assert_eq!(site.tree("content"), before);
    site.check().succeeds().says(&["0 warnings"]);
}

#[test]
fn a_removed_answer_stays_removed_and_a_lost_one_stays_marked() {
    let site = site();
    site.run(&["import", "raw"]).succeeds();
    let file = "content/unsorted/may-i-swim-with-fresh-stitches.md";
    let text = site.text(file);
    let line = text.lines().find(|line| line.contains("id: a1")).unwrap();
    let section = &text[text.find("## Not for two weeks").unwrap()..text.find("## A plaster helps").unwrap()];
    site.write(file, text.replace(&format!("{line}\n"), "").replace(section, "").as_bytes());
    let second = &RAW[RAW.find("A plaster helps").unwrap()..RAW.find("These answers").unwrap()];
    site.write("raw/thread-0007.txt", RAW.replace(second, "").as_bytes());
    site.run(&["import", "-v", "raw"]).succeeds().says(&[
        "answer a1 was removed by hand and stays removed",
        "the source has answer a2 no more",
        "removed-answer",
        "lost-answer",
    ]);
    let merged = site.text(file);
    assert!(
        !merged.contains("id: a1")
            && !merged.contains("{#a1}")
            && merged.contains("lost: ")
            && merged.contains("Ask your chemist for one."),
        "{merged}"
    );
    site.build().succeeds().page("unsorted/may-i-swim-with-fresh-stitches.html", &["The source no longer has this answer"]);
    // The source has it again: the mark goes, the id stays.
    site.write("raw/thread-0007.txt", RAW.replace("for one.", "for one soon.").as_bytes());
    site.run(&["import", "raw"]).succeeds();
    let merged = site.text(file);
    assert!(!merged.contains("lost: ") && merged.contains("{#a2}") && merged.contains("for one soon."), "{merged}");
}

#[test]
fn a_file_with_mistakes_is_left_alone_by_a_re_import() {
    let site = site();
    site.run(&["import", "raw"]).succeeds();
    let file = "content/unsorted/may-i-swim-with-fresh-stitches.md";
    site.write(file, site.text(file).replace("declared_answers", "declared").as_bytes());
    let before = site.tree("content");
    site.write("raw/thread-0007.txt", RAW.replace("for one.", "for two.").as_bytes());
    site.run(&["import", "raw"]).succeeds().says(&["changed-source", "has mistakes of its own", "was left as it is"]);
    assert_eq!(site.tree("content"), before);
}

#[test]
fn a_dry_run_writes_nothing() {
    let site = site();
    site.run(&["--root", "new", "import", "--dry-run", "raw"]).succeeds().says(&["would be written (dry run)"]);
    assert!(!site.root().join("new").exists());
}

#[test]
fn topics_are_recognised_by_their_words_and_can_be_chosen() {
    let topic = |title: &str, words: &str| format!("---\ntitle: {title}\nwords: [{words}]\n---\n");
    let site =
        site().file("content/water/_index.md", &topic("Water", "swim*, sea")).file("content/wounds/_index.md", &topic("Wounds", "stitch*"));
    site.run(&["import", "raw"]).succeeds().says(&["content/water/may-i-swim-with-fresh-stitches.md"]);
    site.run(&["--root", "other", "import", "--topic", "wounds", "raw"]).succeeds().says(&["content/wounds/"]);
    site.run(&["import", "--topic", "../up", "raw"]).fails(2).says(&["cannot be a topic's folder"]);
}

#[test]
fn equal_titles_get_numbered_slugs() {
    let site = site().file("raw/thread-0008.txt", &RAW.replace("for one.", "for two."));
    site.run(&["import", "raw"]).succeeds().says(&["may-i-swim-with-fresh-stitches.md", "may-i-swim-with-fresh-stitches-2.md"]);
}

#[test]
fn the_contract_of_format_json() {
    let site = site();
    let run = site.run(&["--format", "json", "import", "--dry-run", "raw"]).succeeds();
    assert_eq!(run.stdout.lines().count(), 1);
    let thread: Value = serde_json::from_str(&run.stdout).unwrap();
    let keys: Vec<&str> = thread.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected =
        vec!["file", "path", "topic", "title", "question", "declared_answers", "answers", "disclaimer", "ledger", "findings"];
    expected.extend(["markup", "tags", "url", "licence", "asked", "asked_by", "asked_by_link", "nodes"]);
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(thread["file"], "raw/thread-0007.txt");
    assert_eq!(thread["path"], "content/unsorted/may-i-swim-with-fresh-stitches.md");
    assert_eq!(thread["declared_answers"], 3);
    let answer = serde_json::json!({
        "id": "a2", "heading": "A plaster helps", "body": "# Ask your chemist for one.", "name": "Vida Norstrand", "credentials": "MD, FACS",
        "specialty": "Facial Plastic Surgeon", "place": "Fargo", "rating": 4.9, "reviews": 1458, "votes": null,
        "link": null, "url": null, "licence": null, "answered": null
    });
    assert_eq!(thread["answers"][1], answer);
    assert_eq!(thread["answers"][0]["name"], Value::Null);
    assert_eq!(thread["ledger"][0], serde_json::json!({ "first": 1, "last": 1, "class": "title", "rule": null }));
    assert_eq!(thread["ledger"].as_array().unwrap().last().unwrap()["last"], 22);
    let codes: Vec<&str> = thread["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"fewer-answers"), "{codes:?}");
    assert_eq!(thread["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "fewer-answers").unwrap()["line"], 5);
}

#[test]
fn input_that_cannot_be_read() {
    let site = site();
    site.write("raw/bad.txt", b"Hello \xff there");
    site.run(&["import", "raw"]).fails(1).says(&["raw/bad.txt:1:7", "not UTF-8", "1 new thread written"]);
    site.run(&["import", "nowhere.txt"]).fails(2).says(&["could not read `nowhere.txt`"]);
    site.run(&["import"]).fails(2).says(&["PATH"]);
}

#[test]
fn a_page_in_doubt_is_imported_whole_and_nothing_is_invented() {
    let site = SiteTest::new().file("raw/alone.txt", "I agree with those below.\nKeep the cut dry for two weeks.\nI hope this helps.\n");
    let run = site.run(&["--format", "json", "import", "--dry-run", "raw"]).succeeds();
    let thread: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(thread["title"], Value::Null);
    assert_eq!(thread["question"], Value::Null);
    assert_eq!(thread["answers"].as_array().unwrap().len(), 1);
    assert_eq!(thread["answers"][0]["heading"], Value::Null);
    site.run(&["import", "raw"]).succeeds().says(&["no-title", "no-disclaimer"]);
}

#[test]
fn an_empty_file_is_no_panic() {
    let site = SiteTest::new().file("raw/empty.txt", "");
    site.run(&["import", "raw"]).succeeds().says(&["no answer was found"]);
    site.check().succeeds();
}

/// Another forum's words are data in `sitegen.yaml`, not code.
#[test]
fn a_sites_own_words_extend_the_vocabulary() {
    let raw = "How long do veneers last?\n\nMine are ten years old.\n\nExpert replies 1\n\nTen to fifteen years\n\nThen they are replaced.\n\nAda Novak, DrMedDent\nBasel Smile Designer\n\n>> Ask your own question\n\nInformation on this page is no advice at all. See a dentist.";
    let settings = "import:\n  count_lines: [Expert replies]\n  disclaimers: [Information on this page]\n  credentials: [DrMedDent]\n  specialty_modifiers: [Smile]\n  specialty_heads: [Designer]\n  debris: [{ rule: ask-link, line: \">> Ask*\" }]\n";
    let site = SiteTest::new().file("raw/veneers.txt", raw).file("sitegen.yaml", settings);
    let run = site.run(&["--format", "json", "import", "--dry-run", "raw"]).succeeds();
    let thread: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(thread["declared_answers"], 1);
    assert_eq!(thread["answers"][0]["name"], "Ada Novak");
    assert_eq!(thread["answers"][0]["specialty"], "Smile Designer");
    assert_eq!(thread["answers"][0]["place"], "Basel");
    assert_eq!(thread["disclaimer"], "Information on this page is no advice at all. See a dentist.");
    assert!(thread["ledger"].as_array().unwrap().iter().any(|entry| entry["rule"] == "ask-link"), "{thread}");
    site.write("sitegen.yaml", b"import:\n  debri: []\n");
    site.run(&["import", "--dry-run", "raw"]).fails(1).says(&["sitegen.yaml:2:3", "did you mean `debris`?"]);
}

#[test]
fn names_that_build_would_refuse_are_not_given() {
    let site = SiteTest::new().file("raw/a.txt", &RAW.replace("May I swim with *fresh* stitches?", "Index"));
    site.run(&["import", "--topic", "wounds", "raw"]).succeeds().says(&["content/wounds/index-2.md"]);
    site.build().succeeds();
    site.run(&["import", "--topic", "experts", "raw"]).fails(2).says(&["neither `experts` nor `assets`"]);
}

#[test]
fn a_file_that_cannot_be_read_keeps_its_name_and_its_thread() {
    let site = site();
    site.run(&["import", "raw"]).succeeds();
    let file = "content/unsorted/may-i-swim-with-fresh-stitches.md";
    site.write(file, site.text(file).replace("title: \"May", "title: a: \"May").as_bytes());
    site.run(&["import", "raw"]).succeeds().says(&["1 unchanged"]);
    site.write(file, b"\xff\xfeM\x00");
    site.run(&["import", "raw"]).succeeds().says(&["may-i-swim-with-fresh-stitches-2.md"]);
}

#[cfg(unix)]
#[test]
fn results_that_cannot_be_printed_are_a_failure() {
    let site = site();
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_sitegen"))
        .args(["import", "--dry-run", "raw"])
        .current_dir(site.root())
        .stdout(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(2));
}

/// P8: what was published at an address stays its own, even when its thread is no more.
#[test]
fn a_published_address_is_given_to_no_other_thread() {
    let path = "unsorted/may-i-swim-with-fresh-stitches";
    let other = RAW.replace("Keep the cut dry", "Wait for the word of your doctor");
    let site = site().file("raw2/thread-0008.txt", &other);
    site.run(&["import", "raw"]).succeeds();
    site.build().succeeds();
    std::fs::remove_file(site.root().join(format!("content/{path}.md"))).unwrap();
    site.run(&["import", "raw2"]).succeeds().says(&[&format!("content/{path}-2.md")]);
    site.build().succeeds().page(&format!("{path}-2.html"), &["Wait for the word of your doctor"]);
    // The thread itself may come back, though its topic would be another one today.
    site.write("content/sea/_index.md", b"---\ntitle: Sea\nwords: [swim, stitches, sea]\n---\n");
    site.run(&["import", "raw"]).succeeds().says(&[&format!("content/{path}.md")]);
}

/// P8: an answer that was published and removed leaves its id to nobody.
#[test]
fn a_published_answers_id_is_given_to_no_other_answer() {
    let file = "content/unsorted/may-i-swim-with-fresh-stitches.md";
    let site = site();
    site.run(&["import", "raw"]).succeeds();
    let imported = site.text(file);
    let with_a_third = imported.replace("disclaimer:", "  - { id: a3, name: Ola Brandt }\ndisclaimer:") + "\n## {#a3}\n\nOurs alone.\n";
    site.write(file, with_a_third.as_bytes());
    site.build().succeeds();
    site.write(file, imported.as_bytes());
    let longer = RAW.replace("These answers", "Salt stings\n\nIt does little harm.\n\nMira Holm, MD\nFargo Dermatologist\n\nThese answers");
    site.write("raw/thread-0007.txt", longer.as_bytes());
    site.run(&["import", "raw"]).succeeds().says(&["1 merged"]);
    assert!(site.text(file).contains("## Salt stings {#a4}"), "{}", site.text(file));
}

/// Near-duplicates are shown without being asked for, the first of them, and can be listed again.
#[test]
fn threads_that_may_ask_the_same_are_listed() {
    let alike = (0..9).map(|number| {
        format!(
            "Why does my eyelid droop after toxin?\n\nMy eyelid droops since day {number}, how long?\n\nDoctor Answers 1\n\nDrooping eyelid\n\n\
             The eyelid droops when toxin spreads into the levator muscle; apraclonidine drops lift it while it wears off.\n"
        )
    });
    let others = (0..20).map(|number| {
        let words: Vec<String> = (0..12).map(|word| format!("word{number}x{word}")).collect();
        format!("About {}?\n\nDoctor Answers 1\n\nNo\n\n{}.\n", words[0], words.join(" "))
    });
    let site = SiteTest::new();
    for (number, text) in alike.chain(others).enumerate() {
        site.write(&format!("raw/thread-{number:04}.txt"), text.as_bytes());
    }
    // Each of nine may repeat at most three earlier ones: 0 + 1 + 2 + 6 × 3.
    let imported = site.run(&["import", "raw"]).succeeds();
    assert_eq!(imported.stderr.matches("asked before? raw/thread-").count(), 10);
    imported.says(&["this may ask what", "alike by", "eyelid", "and 11 more; `sitegen check --asked-before` lists such threads again"]);
    let listed = site.run(&["check", "--asked-before"]).succeeds();
    listed.says(&[
        "note[asked-before]",
        "content/unsorted/why-does-my-eyelid-droop-after-toxin-2.md",
        "if it is the same question",
        "21 pairs of threads",
    ]);
}

/// Found by fuzzing: what import had written was refused as nested too deep, for brackets within a title.
#[test]
fn brackets_within_words_are_no_nesting() {
    let brackets = "[{".repeat(60);
    let raw = RAW.replace("fresh", &brackets).replace("Call 911", &format!("Call 911 {brackets}"));
    let site = SiteTest::new().file("raw/thread-0007.txt", &raw);
    site.run(&["import", "raw"]).succeeds();
    let check = site.check().succeeds();
    assert!(!check.stdout.contains("nested"), "{}", check.stdout);
    let path = "content/unsorted/may-i-swim-with-stitches.md";
    let nested = site.text(path).replace("answers:", &format!("tags: {}{}\nanswers:", "[".repeat(65), "]".repeat(65)));
    site.write(path, nested.as_bytes());
    site.check().fails(1).says(&["brackets are nested more than 64 deep", "one too many"]);
}
