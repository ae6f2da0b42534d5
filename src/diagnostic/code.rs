//! The names of the rules, with how bad a breach is and why the rule is there.

use super::Severity;

/// Declares the rules once, for code, messages and documentation.
macro_rules! codes {
    ($($name:ident $text:literal $severity:ident $reason:literal;)+) => {
        /// A rule's stable name. Names are only ever added.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $reason] $name,)+
        }

        impl Code {
            /// Every rule, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name that messages show, such as `unknown-key`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// How bad a breach is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }

            /// Why the rule is there, in one sentence.
            #[must_use]
            pub fn reason(self) -> &'static str {
                match self { $(Self::$name => $reason,)+ }
            }
        }
    };
}

codes! {
    MissingFrontMatter "missing-front-matter" Error "A content file begins with settings between two `---` lines.";
    InvalidYaml "invalid-yaml" Error "The settings could not be read as YAML.";
    DuplicateKey "duplicate-key" Error "A key given twice leaves it open which one counts.";
    UnknownKey "unknown-key" Error "A misspelt key would silently do nothing.";
    CutByComment "cut-by-comment" Warning "A `#` behind a space begins a comment, so a text may have lost its end.";
    MissingKey "missing-key" Error "A setting that cannot be guessed is absent.";
    WrongType "wrong-type" Error "A value is of the wrong kind: text where a number belongs, and the like.";
    InvalidId "invalid-id" Error "An answer's id is part of its permanent address.";
    DuplicateId "duplicate-id" Error "Two answers with one id would share one address.";
    UnmatchedId "unmatched-id" Error "Each answer has one line under `answers:` and one heading in the text.";
    HeadingLevel "heading-level" Error "An answer's heading begins with two `#`.";
    MissingDisclaimer "missing-disclaimer" Error "No answer is published without a disclaimer.";
    UndisplayedDisclaimer "undisplayed-disclaimer" Error "A page carries an answer but does not visibly show its disclaimer.";
    UndisplayedAnswer "undisplayed-answer" Error "A page leaves out words of an answer that belongs on it.";
    MissingTitle "missing-title" Warning "The source had no title, and none is invented.";
    EmptyThread "empty-thread" Warning "A thread with neither question nor answer is published as an empty page.";
    UnclosedCode "unclosed-code" Error "A code block that is never closed swallows everything below it.";
    MisplacedThread "misplaced-thread" Error "A thread lies in a topic's folder.";
    EmptyAnswer "empty-answer" Warning "An answer without words tells a reader nothing.";
    InvalidName "invalid-name" Error "A file's or folder's name becomes part of an address and must work everywhere.";
    AddressCollision "address-collision" Error "Two sources would be published at one address.";
    InvalidAlias "invalid-alias" Error "An alias is an address inside this site.";
    UnknownThread "unknown-thread" Error "A link to another thread leads nowhere.";
    InvalidClaim "invalid-claim" Error "A claim says how long something takes or lasts, in figures that can be drawn.";
    UnknownAnswer "unknown-answer" Error "A claim is about an answer of its own thread.";
    UnmatchedQuote "unmatched-quote" Error "A claim quotes its answer word for word.";
    MergeInDoubt "merge-in-doubt" Error "A thread is merged into one other, which has a page of its own.";
    UnusedInMerged "unused-in-merged" Warning "What an editor wrote about a thread shows on its page, which a merged thread has no more.";
    UnknownExpert "unknown-expert" Warning "A file about an expert names nobody who answered here.";
    ExpertInDoubt "expert-in-doubt" Error "A file about an expert is about one person, and no other file is.";
    LinkToDraft "link-to-draft" Warning "A link to a draft is left out until the draft is published.";
    BrokenLink "broken-link" Error "A link inside the site leads nowhere.";
    ForbiddenLink "forbidden-link" Error "A link could run code in a reader's browser, or works only where it was written.";
    NestedTooDeeply "nested-too-deeply" Error "Markdown nested deeper than any reader can follow.";
    TemplateError "template-error" Error "A template could not be read or rendered.";
    UnknownTemplate "unknown-template" Warning "A file under templates/ that no page uses is probably misnamed.";
    UnreadableFile "unreadable-file" Error "A file could not be read, or is not plain UTF-8 text.";
    SkippedFile "skipped-file" Warning "Something that is not a regular file of a known kind was passed over.";
    InvalidRecord "invalid-record" Error "The record of published addresses keeps them working, so a line in it that cannot be read must be mended.";
    RedactedRemains "redacted-remains" Error "What was redacted still stands in the output.";
    IdleRedaction "idle-redaction" Warning "A redaction that takes nothing out may be misspelt.";
    NoBaseUrl "no-base-url" Note "A sitemap needs the site's full address.";
    MalformedInput "malformed-input" Error "A source to be imported is not what its format demands.";
    NoThread "no-thread" Warning "A source to be imported holds nothing that could be a thread.";
    MissingAttribution "missing-attribution" Warning "A licence wants the source and each writer linked, but the source does not tell where they are.";
    LeftOut "left-out" Note "What a thread has no place for is left out on import, and counted.";
    NoContact "no-contact" Note "A person who is named here should learn how to ask for a correction.";
    Untranslated "untranslated" Warning "A phrase of the interface without a translation is shown in English.";
    LowContrast "low-contrast" Warning "Words in a colour too close to their background cannot be read by everybody.";
    StructuredData "structured-data" Warning "Search engines punish structured data that claims what a page is not.";
    StructureInDoubt "structure-in-doubt" Warning "Another reading of a raw file is nearly as good as the one taken.";
    NoTitle "no-title" Warning "No line of a raw file has the shape of a title.";
    NoQuestion "no-question" Note "A raw file has no words of the asker besides the title.";
    NoAnswers "no-answers" Warning "A raw file holds a question but no answer.";
    NoDisclaimer "no-disclaimer" Warning "A raw file has answers but no disclaimer.";
    CutDisclaimer "cut-disclaimer" Warning "A raw file's disclaimer breaks off.";
    CutFile "cut-file" Warning "A raw file breaks off in the middle of a word, a byline or a sentence.";
    FewerAnswers "fewer-answers" Note "A raw file holds fewer answers than it declares.";
    MoreAnswers "more-answers" Warning "A raw file seems to hold more answers than it declares.";
    IncompleteByline "incomplete-byline" Note "An answer has no byline, or one that lacks the name or the rating.";
    RepeatedAnswer "repeated-answer" Note "A raw file prints an answer a second time; it was imported once.";
    TopicInDoubt "topic-in-doubt" Warning "No topic's words fit a thread well enough.";
    ChangedSource "changed-source" Warning "A raw file changed since its thread was imported, and the thread was left as it is.";
    MergeConflict "merge-conflict" Warning "A field changed in the file and in the source; the editor's stands.";
    LostAnswer "lost-answer" Warning "The source has an answer no more; it stays and is marked.";
    RemovedAnswer "removed-answer" Note "An answer that an editor removed is not brought back.";
    UserName "user-name" Note "An answer addresses a forum user by name.";
    AskedBefore "asked-before" Note "A new thread shares the telling words of another, so that it may be the same question.";
    ProposedClaims "proposed-claims" Note "Times that answers name wait for an editor to put them side by side.";
    NewAnswer "new-answer" Note "A source that was imported before has an answer more.";
}
