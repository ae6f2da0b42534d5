//! Publishing into a temporary folder.

use super::*;

fn file(path: &str, text: &str) -> OutputFile {
    OutputFile { address: Address::well_known(path), bytes: text.as_bytes().to_vec(), inputs: [].into(), fingerprint: None }
}

fn publish(out: &Utf8Path, files: &[OutputFile]) -> Result<Vec<Made>, PublishError> {
    let publication = Publication::begin(out, Share::WHOLE, Standing::default())?;
    files.iter().for_each(|file| publication.take(file.clone()));
    publication.finish().map(|(made, _)| made)
}

fn temporary() -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = Utf8Path::from_path(folder.path()).unwrap().to_owned();
    (folder, path)
}

#[test]
fn a_new_site_replaces_the_old_one_whole() {
    let (_guard, root) = temporary();
    let out = root.join("public");
    publish(&out, &[file("a.html", "1"), file("old/b.html", "2")]).unwrap();
    publish(&out, &[file("a.html", "3")]).unwrap();
    assert_eq!(std::fs::read_to_string(out.join("a.html")).unwrap(), "3");
    assert!(!out.join("old").exists(), "what the new site lacks is gone");
    assert_eq!(std::fs::read_dir(&root).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn what_a_killed_build_left_is_removed_and_nothing_else() {
    let (_guard, root) = temporary();
    for folder in [".public.sitegen-abc123/site", ".other.sitegen-abc123", "public.sitegen-mine"] {
        std::fs::create_dir_all(root.join(folder)).unwrap();
    }
    publish(&root.join("public"), &[file("a.html", "1")]).unwrap();
    let mut left: Vec<_> = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left, [".other.sitegen-abc123", "public", "public.sitegen-mine"]);
}

#[test]
fn builds_at_once_wait_for_each_other() {
    let (_guard, root) = temporary();
    let out = root.join("public");
    std::thread::scope(|scope| {
        for number in 0..8 {
            let out = &out;
            scope.spawn(move || publish(out, &[file("a.html", &number.to_string()), file("b.html", &number.to_string())]).unwrap());
        }
    });
    assert_eq!(std::fs::read(out.join("a.html")).unwrap(), std::fs::read(out.join("b.html")).unwrap());
    assert_eq!(std::fs::read_dir(&root).unwrap().count(), 1);
}

#[test]
fn a_folder_that_is_not_ours_stays_as_it_is() {
    let (_guard, root) = temporary();
    std::fs::write(root.join("precious.txt"), "mine").unwrap();
    assert!(matches!(publish(&root, &[file("a.html", "1")]), Err(PublishError::Foreign(_))));
    assert!(matches!(publish(&root.join("precious.txt"), &[]), Err(PublishError::NoFolder(_))));
    assert_eq!(std::fs::read_dir(&root).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_folder_is_refused() {
    let (_guard, root) = temporary();
    std::fs::create_dir(root.join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(root.join("elsewhere"), root.join("public")).unwrap();
    assert!(matches!(publish(&root.join("public"), &[]), Err(PublishError::NoFolder(_))));
}

#[test]
fn an_empty_folder_may_be_used_and_a_failure_leaves_no_trace() {
    let (_guard, root) = temporary();
    let out = root.join("public");
    std::fs::create_dir(&out).unwrap();
    publish(&out, &[file("a.html", "1")]).unwrap();
    // A file where a folder is needed makes the writing fail half-way.
    assert!(publish(&out, &[file("a", "2"), file("a/b.html", "3")]).is_err());
    assert_eq!(std::fs::read_to_string(out.join("a.html")).unwrap(), "1");
    assert_eq!(std::fs::read_dir(&root).unwrap().count(), 1);
}
