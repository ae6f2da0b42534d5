//! A build that knows the last one makes what a build without any knowledge makes, byte for byte (promise P6).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/corpus.rs"]
mod corpus;
mod support;

use proptest::prelude::*;
use support::{SiteTest, THREAD};

/// What an editor does between two builds; numbers choose among the threads that there are.
#[derive(Debug, Clone)]
enum Edit {
    Add(usize),
    Retitle(usize),
    Write(usize, &'static str),
    Delete(usize),
    Rename(usize),
    Move(usize),
    Touch(usize),
    FrontMatter(usize, String),
    File(&'static str, &'static str),
    Remove(&'static str),
    Damage(usize),
}

/// Files that are put into a site: all are sound but those that name something `misspelt`.
const FILES: &[(&str, &str)] = &[
    ("sitegen.yaml", "title: Another title\n"),
    ("sitegen.yaml", "title: A title\nbase_url: https://faq.example/\nsearch: { synonyms: [\"droop, sag\"] }\n"),
    ("sitegen.yaml", "title: A title\nsearch: { enabled: false }\n"),
    ("sitegen.yaml", "title: A title\nrelated: false\n"),
    ("sitegen.yaml", "mask_user_names: true\nlanguage: de\n"),
    ("sitegen.yaml", "titel: misspelt\n"),
    ("templates/note.html", "<p class=\"note\">{{ thread.note_html | safe }}</p>"),
    ("templates/header.html", "<header class=\"site-header\"><a href=\"{{ frame.home }}\">{{ site.title }}</a></header>\n"),
    ("templates/footer.html", "<footer>{{ words.changes }}, {{ frame.section }}</footer>\n"),
    ("templates/assets.html", "<link rel=\"stylesheet\" href=\"{{ frame.stylesheets | first }}\">\n"),
    ("templates/related.html", "<p>No more.</p>"),
    ("templates/related.html", "{{ misspelt }}"),
    ("templates/assets/site.css", "body { color: black; background: white }\n"),
    ("templates/assets/picture.txt", "a picture"),
    ("content/about.md", "---\ntitle: About us\n---\n\nHello.\n"),
    ("content/eyelids/_index.md", "---\ntitle: Eyes\n---\n\nAbout *lids*.\n"),
    ("content/_experts/vida-norstrand.md", "---\nname: Vida Norstrand\nplace: Fargo\nlink: https://vida.example/\n---\n\nWrites here.\n"),
    ("redactions.yaml", "phrases: [{ text: waterproof plaster, reason: asked for, date: 2026-11-01 }]\n"),
    ("redactions.yaml", "threads: [{ thread: eyelids/thread-0000001, reason: asked for, date: 2026-11-01 }]\n"),
];

fn edit() -> impl Strategy<Value = Edit> {
    let number = 0_usize..40;
    let lines = prop_oneof![
        Just("tags: [swelling, cold]".to_owned()),
        Just("see_also: [wounds/nowhere]".to_owned()),
        Just("draft: true".to_owned()),
        Just("claims: [{ answer: a1, about: how long, time: 2 weeks, quote: the }]".to_owned()),
        Just("short_answer: Most wait.".to_owned()),
        Just("reviewed: { by: Ada Quill, on: 2026-11-01 }".to_owned()),
        Just("aliases: [/old/address.html]".to_owned()),
        Just("see_also: [OTHER]".to_owned()),
        Just("merged_into: OTHER".to_owned()),
    ];
    let words = proptest::sample::select(vec![
        "A new sentence about eyelids and swelling.",
        "See [the list](../a-z.html).",
        "See [nothing](nowhere.md).",
        "```rust\nlet x = 1;\n```",
        "```\nnever closed",
        "é \u{1f600} Überraschung",
    ]);
    let files = proptest::sample::select(FILES.to_vec());
    prop_oneof![
        3 => number.clone().prop_map(Edit::Add),
        3 => number.clone().prop_map(Edit::Retitle),
        4 => (number.clone(), words).prop_map(|(number, words)| Edit::Write(number, words)),
        2 => number.clone().prop_map(Edit::Delete),
        2 => number.clone().prop_map(Edit::Rename),
        2 => number.clone().prop_map(Edit::Move),
        2 => number.clone().prop_map(Edit::Touch),
        4 => (number.clone(), lines).prop_map(|(number, line)| Edit::FrontMatter(number, line)),
        5 => files.clone().prop_map(|(path, text)| Edit::File(path, text)),
        2 => files.prop_map(|(path, _)| Edit::Remove(path)),
        1 => number.prop_map(Edit::Damage),
    ]
}

/// The threads of a site, as paths below its root.
fn threads(site: &SiteTest) -> Vec<String> {
    let files = support::files_below(&site.root().join("content")).into_iter().map(|(path, _)| format!("content/{}", path.display()));
    files.filter(|path| path.matches('/').count() == 2 && !path.contains("/_")).collect()
}

fn change(site: &SiteTest, path: &str, change: impl Fn(&str) -> String) {
    let text = site.text(path);
    site.write(path, change(&text).as_bytes());
}

fn apply(site: &SiteTest, edit: &Edit) {
    let all = threads(site);
    let chosen = |number: usize| all.get(number % all.len().max(1)).cloned();
    let renamed = |path: &str, to: String| std::fs::rename(site.root().join(path), site.root().join(to)).unwrap();
    match edit {
        Edit::Add(number) => {
            let (path, text) = corpus::thread(*number).content();
            site.write(&format!("content/{path}"), text.as_bytes());
        }
        Edit::Retitle(number) => {
            let title = format!("title: Retitled {number}");
            chosen(*number).iter().for_each(|path| change(site, path, |text| text.replacen("title:", &format!("{title} #"), 1)));
        }
        Edit::Write(number, words) => chosen(*number).iter().for_each(|path| change(site, path, |text| format!("{text}\n{words}\n"))),
        Edit::Delete(number) => chosen(*number).iter().for_each(|path| std::fs::remove_file(site.root().join(path)).unwrap()),
        Edit::Rename(number) => {
            chosen(*number).iter().for_each(|path| renamed(path, path.replace(".md", &format!("-{}.md", number % 3))));
        }
        Edit::Move(number) => {
            std::fs::create_dir_all(site.root().join("content/moved")).unwrap();
            let name = |path: &str| path.rsplit('/').next().unwrap().to_owned();
            chosen(*number).iter().for_each(|path| renamed(path, format!("content/moved/{}", name(path))));
        }
        Edit::Touch(number) => chosen(*number).iter().for_each(|path| change(site, path, str::to_owned)),
        Edit::FrontMatter(number, line) => {
            let other = chosen(number * 3 + 1).unwrap_or_default();
            let line = line.replace("OTHER", other.trim_start_matches("content/").trim_end_matches(".md"));
            chosen(*number).iter().for_each(|path| change(site, path, |text| text.replacen("---\n", &format!("---\n{line}\n"), 1)));
        }
        Edit::File(path, text) => site.write(path, text.as_bytes()),
        Edit::Remove(path) => drop(std::fs::remove_file(site.root().join(path))),
        Edit::Damage(number) => {
            let files = support::files_below(&site.root().join("public"));
            if let Some((path, _)) = files.get(number * 7 % files.len().max(1)) {
                std::fs::write(site.root().join("public").join(path), "damaged").unwrap();
            }
        }
    }
}

fn start() -> SiteTest {
    let site = SiteTest::sound();
    for number in 0..6 {
        apply(&site, &Edit::Add(number));
    }
    site
}

/// Everything that a build leaves, but for what it only remembers.
fn left(site: &SiteTest) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let files = support::files_below(site.root()).into_iter();
    files.filter(|(path, _)| !path.starts_with(".sitegen")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..ProptestConfig::with_cases(cases()) })]
    #[test]
    fn a_build_that_knows_the_last_one_makes_what_a_clean_one_makes(
        scripts in prop::collection::vec((prop::collection::vec(edit(), 0..4), prop::bool::weighted(0.2)), 1..6),
    ) {
        let (knowing, clean) = (start(), start());
        for (script, drafts) in scripts {
            for edit in &script {
                apply(&knowing, edit);
                if !matches!(edit, Edit::Damage(_)) {
                    apply(&clean, edit);
                }
            }
            let drafts = if drafts { vec!["--drafts"] } else { Vec::new() };
            let run = |site, options: &[&'static str]| SiteTest::run(site, &[&["build", "-v"], options, &drafts].concat());
            let (one, other) = (run(&knowing, &[]), run(&clean, &["--clean"]));
            prop_assert_eq!((one.code, &one.stdout, &one.stderr), (other.code, &other.stdout, &other.stderr));
            if one.code == 0 {
                for ((path, bytes), (clean_path, clean_bytes)) in left(&knowing).into_iter().zip(left(&clean)) {
                    prop_assert_eq!(&path, &clean_path);
                    prop_assert!(bytes == clean_bytes, "{} differs after {:?}:\n{}\n----\n{}", path.display(), script,
                        String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&clean_bytes));
                }
                prop_assert_eq!(left(&knowing).len(), left(&clean).len());
            }
        }
    }
}

/// Few where nothing is asked for, since each builds several sites.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(16)
}

/// Else the random edits would compare failures with failures.
#[test]
fn the_files_of_the_random_edits_are_sound() {
    for (path, text) in FILES.iter().filter(|(_, text)| !text.contains("misspelt")) {
        let site = start();
        site.write(path, text.as_bytes());
        let built = site.build();
        assert_eq!(built.code, 0, "{path}: {text}\n{}", built.stderr);
    }
}

#[test]
fn a_build_of_an_unchanged_site_writes_nothing() {
    let site = start();
    site.build().succeeds();
    let links = |path: &str| {
        let metadata = std::fs::metadata(site.root().join(path)).unwrap();
        (metadata.modified().unwrap(), std::os::unix::fs::MetadataExt::ino(&metadata))
    };
    let before = (links("public"), links("public/index.html"));
    site.build().succeeds().says(&["public: 7 threads"]);
    assert_eq!(before, (links("public"), links("public/index.html")));
    site.write(".public.sitegen-Ab12/site/index.html", b"what a killed build left");
    site.build().succeeds();
    assert!(!site.root().join(".public.sitegen-Ab12").exists(), "an unchanged site is tidied up as well");
    assert_eq!(before.0, links("public"));
    site.write("content/wounds/swim.md", THREAD.replace("Omaha", "Lincoln").as_bytes());
    site.build().succeeds().page("wounds/swim.html", &["Lincoln"]);
    assert_ne!(before.0, links("public"), "a changed site is a new folder");
    assert_eq!(links("public/404.html").1, links("public/404.html").1);
}

/// A page is swapped for other bytes without a trace in the file system: it stays so for as long as nothing that it shows changes.
#[test]
fn only_what_changed_is_made_again() {
    let site = start();
    site.build().succeeds();
    let marked = |path: &str| {
        let path = site.root().join(path);
        let (length, modified) = std::fs::metadata(&path).map(|metadata| (metadata.len(), metadata.modified().unwrap())).unwrap();
        let file = std::fs::File::options().write(true).open(path).unwrap();
        std::io::Write::write_all(&mut &file, &vec![b'#'; usize::try_from(length).unwrap()]).unwrap();
        file.set_modified(modified).unwrap();
    };
    let is_marked = |path: &str| site.text(path).starts_with("###");
    let pages = ["public/wounds/swim.html", "public/wounds/swim.md", "public/experts/vida-norstrand.html", "public/wounds/feed.xml"];
    pages.iter().for_each(|path| marked(path));
    let (path, text) = corpus::thread(0).content();
    let topic = path.split('/').next().unwrap();
    assert_ne!(topic, "wounds");
    site.write(&format!("content/{path}"), (text + "\nOne more sentence.\n").as_bytes());
    site.build().succeeds().page(&path.replace(".md", ".html"), &["One more sentence."]);
    let made_again: Vec<&&str> = pages.iter().filter(|path| !is_marked(path)).collect();
    assert!(made_again.is_empty(), "nothing that these pages show has changed: {made_again:?}");
    site.write("content/wounds/swim.md", THREAD.replace("A waterproof plaster helps.", "A plaster helps.").as_bytes());
    site.build().succeeds();
    assert!(pages.iter().all(|path| !is_marked(path)), "each of these pages shows the thread");
    pages.iter().for_each(|path| marked(path));
    site.run(&["build", "--clean"]).succeeds();
    assert!(pages.iter().all(|path| !is_marked(path)));
}

/// P6: a published file has the rights that a clean build gives it, whatever somebody did to it since.
#[test]
fn changed_rights_are_set_right() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = start();
    site.build().succeeds();
    let page = site.root().join("public/wounds/swim.html");
    std::fs::set_permissions(&page, std::fs::Permissions::from_mode(0o600)).unwrap();
    site.build().succeeds();
    assert_eq!(std::fs::metadata(&page).unwrap().permissions().mode() & 0o777, 0o644);
}

#[test]
fn a_verified_folder_is_told_from_a_changed_one() {
    let site = start();
    site.build().succeeds();
    site.run(&["build", "--verify"]).succeeds().says(&["`public` is what the content says, byte for byte"]);
    site.write("public/a-z.html", b"other");
    site.write("public/foreign.html", b"foreign");
    std::fs::remove_file(site.root().join("public/wounds/swim.html")).unwrap();
    let said = ["`a-z.html` has other bytes", "`foreign.html` does not belong there", "`wounds/swim.html` is not there", "3 files"];
    site.run(&["build", "--verify"]).fails(1).says(&said);
    site.build().succeeds();
    site.run(&["build", "--verify"]).succeeds();
}

#[test]
fn the_shares_of_a_site_are_the_site() {
    let site = start().file("content/eyelids/_index.md", "---\ntitle: Eyes\n---\n\nAbout lids.\n");
    site.build().succeeds();
    let whole = site.tree("public");
    for of in [2, 5] {
        let mut shares = std::collections::BTreeMap::new();
        for number in 1..=of {
            let folder = format!("share-{number}");
            site.run(&["build", "--shard", &format!("{number}/{of}"), "--out", &folder]).succeeds();
            site.run(&["build", "--shard", &format!("{number}/{of}"), "--out", &folder, "--verify"]).succeeds();
            for (path, bytes) in support::files_below(&site.root().join(folder)) {
                let before = shares.insert(path.clone(), bytes);
                assert!(before.is_none() || path.as_os_str() == ".sitegen", "{} is in two shares", path.display());
            }
        }
        let shares: Vec<_> = shares.into_iter().map(|(path, bytes)| (site.root().join("public").join(path), bytes)).collect();
        assert_eq!(shares, whole);
    }
    site.run(&["build", "--shard", "3/2", "--out", "x"]).fails(2).says(&["2/8"]);
    site.run(&["build", "--shard", "1/2"]).fails(2).says(&["--out"]);
}

#[test]
fn the_manifest_names_each_file_with_its_hash_and_inputs() {
    use sha2::{Digest as _, Sha256};
    let site = start();
    site.build().succeeds();
    let manifest: serde_json::Value = serde_json::from_str(&site.text("build-manifest.json")).unwrap();
    let files = manifest["files"].as_object().unwrap();
    let made = support::files_below(&site.root().join("public"));
    assert_eq!(files.len() + 1, made.len(), "all but the marker");
    for (path, bytes) in made.iter().filter(|(path, _)| path.as_os_str() != ".sitegen") {
        let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(files[path.to_str().unwrap()]["sha256"], sha256);
    }
    assert_eq!(files["wounds/swim.html"]["inputs"], serde_json::json!(["content/wounds/swim.md"]));
    assert_eq!(files["experts/vida-norstrand.html"]["inputs"], serde_json::json!(["content/wounds/swim.md"]));
    assert_eq!(files["a-z.html"]["inputs"], serde_json::json!(["content/"]));
}
