//! Which way a language is written, and which way a text runs.

use std::borrow::Cow;

use serde::Serialize;

use crate::bytes::any;

/// Scripts that run from right to left (ISO 15924; Unicode 17, by `Bidi_Class`).
const SCRIPTS: &str = "adlm arab aran armi avst chrs cprt elym gara hatr hebr hung khar lydi mand mani mend merc mero narb nbat nkoo \
     orkh ougr palm perm phli phlp phlv phnx prti rohg samr sarb sidt sogd sogo syrc syre syrj syrn thaa todr yezi";

/// Languages that are mostly written in one of them (CLDR 48, likely subtags).
const LANGUAGES: &str = "ae ar dv fa he iw ji ks ps sd ug ur yi aao abh abv acm acq acw acx adf aeb aec aee aeq afb aib aii aij aiq ajp \
     ajt aju amw apc apd ara arb arc arq ars ary arz ask atn auj auz avd ave avl ayh ayl ayn ayp azb bal bcc bdz \
     bej bft bgn bgp bhe bhm bhn bjf bjm bqi brh brk bsh bsk chg cja ckb cld clh czk dcc def deh dgl div dmk dml \
     drw ecy esh fas fay faz fia fub gbz ggg gha ghr gig gjk gju glh glk grr gwc gwf gwt gzi hac haz hbo heb hkh \
     hnd hno hoh hrt hrz hss huy isk itk jad jat jbe jbn jdg jnd jog jpa jpr jrb jye kas kbu kby kcy kfm khw klj \
     kmz kqd ktl kvx kxp kzh lad lah lhs lki lrc lrk lrl lsa lsd lss luv luz mby mde mey mfa mfi mhj mid mki mnj \
     mve mvy myz mzb mzn nli nlm nqo ntz nyq oar obm odk oru ota otk oui pal pbt pbu per pes pgd phl phn phr phv \
     plk pmu pnb prc prd prs prx psh psi pst pus qxq rdb rhg rmt sam sbn scl sdb sdf sdg sdh sds sgl sgr sgy shd \
     shm shu shv siy siz skr smp smy snd sog sqo sqt srh srz ssh sts swb syc syn syr tjo tks tmr tnf tov tra trg \
     trm trw uig urd ush uzs vaf vgr vmh wbk wlo wne wni wsv xco xhe xka xkc xkj xkp xld xly xmn xmr xna xpr xsa \
     xsd xvi ydd ydg yhd yid yih yud zba zdj zrp zum";

/// Languages that are written otherwise in a region: as [`LANGUAGES`] has it, the other way (CLDR 48, likely subtags).
const EXCEPTIONS: &str = "az-iq az-ir ha-cm ha-sd kk-af kk-cn kk-ir kk-mn kmr-iq kmr-ir kmr-lb ku-iq ku-ir ku-lb ky-cn mey-sn ms-cc pa-pk \
     sd-in tg-pk ug-kz ug-mn uz-af";

/// A text of which so many in a hundred letters run from right to left runs so itself: names in other letters
/// are more often found in such a text than the reverse.
const ENOUGH: usize = 40;

/// Left-to-right isolate, right-to-left isolate, and the end of either (Unicode Standard Annex 9, section 2.4).
const ISOLATES: (char, char, char) = ('\u{2066}', '\u{2067}', '\u{2069}');

/// Which way lines are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub(in crate::render) enum Direction {
    #[default]
    #[serde(rename = "ltr")]
    LeftToRight,
    #[serde(rename = "rtl")]
    RightToLeft,
}

impl Direction {
    /// The way of a language, a BCP 47 tag: by its script where it names one, else by the one that it is mostly
    /// written in.
    pub(super) fn of_language(tag: &str) -> Self {
        let tag = tag.to_lowercase().replace('_', "-");
        let parts: Vec<&str> = tag.split('-').take_while(|part| part.len() > 1).collect();
        let primary = parts.first().copied().unwrap_or_default();
        let of_length =
            |length: usize| parts.iter().skip(1).find(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_lowercase()));
        let is_among = |list: &str, name: &str| list.split_ascii_whitespace().any(|known| known == name);
        let right_to_left = match of_length(4) {
            Some(script) => is_among(SCRIPTS, script),
            None => {
                let otherwise = of_length(2).is_some_and(|region| is_among(EXCEPTIONS, &format!("{primary}-{region}")));
                is_among(LANGUAGES, primary) != otherwise
            }
        };
        if right_to_left { Self::RightToLeft } else { Self::LeftToRight }
    }

    /// The way most of a text runs, of HTML without what stands in its tags; `None` for one without letters.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        if !may_run_right_to_left(text) {
            return text.chars().any(char::is_alphabetic).then_some(Self::LeftToRight);
        }
        let (mut letters, mut from_right) = (0, 0);
        let mut rest = text;
        while !rest.is_empty() {
            let words = rest.find('<').unwrap_or(rest.len());
            for letter in rest[..words].chars().filter(|character| character.is_alphabetic()) {
                letters += 1;
                from_right += usize::from(runs_right_to_left(letter));
            }
            rest = after_tag(&rest[words..]);
        }
        if letters == 0 {
            None
        } else if from_right * 100 >= letters * ENOUGH {
            Some(Self::RightToLeft)
        } else {
            Some(Self::LeftToRight)
        }
    }

    /// The attribute for an element that holds nothing but `text` on a page of this direction: nothing where
    /// the text runs as the page does.
    pub(in crate::render) fn attribute(self, text: &str) -> &'static str {
        match Self::of_text(text) {
            Some(Self::LeftToRight) if self == Self::RightToLeft => " dir=\"ltr\"",
            Some(Self::RightToLeft) if self == Self::LeftToRight => " dir=\"rtl\"",
            _ => "",
        }
    }

    /// `text` for the middle of a line of this direction. If any of it runs the other way, it is set between
    /// marks that nobody sees, so that neither it nor what stands around it is read in a wrong order.
    pub(in crate::render) fn isolate(self, text: &str) -> Cow<'_, str> {
        let apart = match self {
            Self::LeftToRight => may_run_right_to_left(text) && text.chars().any(runs_right_to_left),
            Self::RightToLeft => text.chars().any(|character| character.is_alphabetic() && !runs_right_to_left(character)),
        };
        if !apart {
            return Cow::Borrowed(text);
        }
        let (left_to_right, right_to_left, end) = ISOLATES;
        let begin = if Self::of_text(text) == Some(Self::RightToLeft) { right_to_left } else { left_to_right };
        Cow::Owned(format!("{begin}{text}{end}"))
    }
}

/// Does the character run from right to left, if it is a letter? The blocks that Unicode keeps for such scripts
/// (`DerivedBidiClass.txt`).
fn runs_right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && character.is_alphabetic()
}

/// Could there be such a letter? Most sites have none, and so most texts need not be taken apart: all of them begin
/// with one of these bytes in UTF-8.
fn may_run_right_to_left(text: &str) -> bool {
    any(text.as_bytes(), |byte| matches!(byte, 0xd6..=0xdf | 0xe0 | 0xef | 0xf0))
}

/// What follows the tag at the beginning of `text`, or the `<` that begins none.
fn after_tag(text: &str) -> &str {
    let is_tag =
        text.strip_prefix('<').is_some_and(|rest| rest.starts_with(|character: char| character.is_ascii_alphabetic() || character == '/'));
    match text.find('>') {
        Some(end) if is_tag => &text[end + 1..],
        _ => text.get(1..).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::Direction::{self, LeftToRight, RightToLeft};

    #[test]
    fn a_language_runs_as_its_script_does() {
        let right = [
            "ar",
            "he",
            "iw",
            "fa-IR",
            "ur",
            "yi",
            "ps",
            "dv",
            "ckb",
            "syr",
            "nqo",
            "AR-eg",
            "he_IL",
            "ku-Arab",
            "uz-AF",
            "pa-PK",
            "ar-u-nu-latn",
        ];
        let left = ["en", "de-AT", "", "ku", "ar-Latn", "yi-Latn-DE", "uz", "pa", "sd-IN", "zh-Hant-TW", "x-he", "en-x-hebr"];
        for tag in right {
            assert_eq!(Direction::of_language(tag), RightToLeft, "{tag}");
        }
        for tag in left {
            assert_eq!(Direction::of_language(tag), LeftToRight, "{tag}");
        }
    }

    #[test]
    fn a_text_runs_as_most_of_its_letters_do() {
        let cases = [
            ("How long?", Some(LeftToRight)),
            ("Botox – האם זה מסוכן?", Some(RightToLeft)),
            ("Vida Norstrand (וידה)", Some(LeftToRight)),
            ("<p class=\"introduction\">שלום</p>", Some(RightToLeft)),
            ("1 < 2, שלום", Some(RightToLeft)),
            ("مرحبا", Some(RightToLeft)),
            ("4.9 / 5 ٣", None),
            ("“…” — €", None),
            ("", None),
        ];
        for (text, direction) in cases {
            assert_eq!(Direction::of_text(text), direction, "{text}");
        }
        assert_eq!((LeftToRight.attribute("שלום"), LeftToRight.attribute("Hello"), LeftToRight.attribute("1")), (" dir=\"rtl\"", "", ""));
        assert_eq!((RightToLeft.attribute("Hello"), RightToLeft.attribute("שלום"), RightToLeft.attribute("1")), (" dir=\"ltr\"", "", ""));
    }

    #[test]
    fn only_what_runs_the_other_way_is_set_apart() {
        assert_eq!(LeftToRight.isolate("Vida “V.” Norstrand 中文"), "Vida “V.” Norstrand 中文");
        assert_eq!(LeftToRight.isolate("וידה 7"), "\u{2067}וידה 7\u{2069}");
        assert_eq!(RightToLeft.isolate("וידה 7, 4.9"), "וידה 7, 4.9");
        assert_eq!(RightToLeft.isolate("Vida, MD"), "\u{2066}Vida, MD\u{2069}");
        assert_eq!(RightToLeft.isolate("ד״ר וידה (MD)"), "\u{2067}ד״ר וידה (MD)\u{2069}");
    }
}
