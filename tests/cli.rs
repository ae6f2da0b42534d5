//! The documentation of the command line, executed: `docs/*.md` and `tests/cmd/*.md`.

#[test]
fn documented_commands() {
    let cases = trycmd::TestCases::new();
    for program in ["cat", "cp", "sed"] {
        cases.register_bin(program, std::path::Path::new("/bin").join(program));
    }
    cases.case("docs/*.md").case("tests/cmd/*.md").env("SOURCE_DATE_EPOCH", "1795305600").env("NO_COLOR", "1");
}
