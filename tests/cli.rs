//! The documentation of the command line, executed: `tests/cmd/*.md`.

#[test]
fn documented_commands() {
    let cases = trycmd::TestCases::new();
    cases.register_bin("cat", std::path::Path::new("/bin/cat"));
    cases.case("tests/cmd/*.md").env("SOURCE_DATE_EPOCH", "1795305600").env("NO_COLOR", "1");
}
