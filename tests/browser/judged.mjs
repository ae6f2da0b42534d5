// What readers of the demonstration would type, judged by hand: a query, the beginning of the address that
// answers it best, within how many results it must stand (1 where left out), and a topic to filter by.
const eyelid = 'drooping/droopy-left-eyelid';
const brow = 'drooping/brow-drop';
const corner = 'drooping/mouth-corner-droops';
const smile = 'drooping/one-side-of-my-smile';
const gone = 'duration/how-long-until-botox';
const immune = 'duration/toxin-gone-after-six-weeks';
const underEye = 'duration/under-eye-filler';
const forehead = 'numbness/forehead-feels-asleep';
const jaw = 'numbness/jaw-botox';
const lip = 'numbness/lip-numb';
const lumps = 'swelling/hard-lumps';
const bruise = 'swelling/huge-bruise';
const lips = 'swelling/lips-swelled';

export const judged = [
  // Plain words.
  ['droopy eyelid', eyelid],
  ['eyelid drops', eyelid, 2],
  ['spock brow', brow],
  ['mouth corner', corner],
  ['gummy smile', smile],
  ['numb forehead', forehead],
  ['pins and needles chin', jaw],
  ['clenching', jaw],
  ['lip filler nerve injury', lip],
  ['smile lines lumps', lumps],
  ['wedding', bruise],
  ['allergy', lips],
  ['immune', immune],
  ['under eye filler', underEye],
  // A whole question, in a reader's own words.
  ['how long does botox last', gone, 3],
  ['is it normal that my forehead feels numb after botox', forehead],
  ['my lips are twice their size', lips],
  ['why does my smile look crooked', smile, 3],
  ['how do I get rid of a bruise under my eye', bruise, 2],
  // Other forms of a word.
  ['drooping eyelids', eyelid],
  ['swollen lip', lips, 2],
  ['bruising', bruise],
  ['numbed lips', lip, 2],
  ['lump massaging', lumps],
  // Beginnings.
  ['eyel', eyelid],
  ['cle', jaw, 3],
  ['forehea num', forehead],
  ['wedd', bruise],
  // Misspelt.
  ['eylid', eyelid],
  ['dropy eyelid', eyelid],
  ['foreheda numb', forehead],
  ['alergy', lips],
  ['jaw cleching', jaw],
  ['brusie wedding', bruise],
  ['ilp filler', lip, 3],
  ['hyaluronidaze', lumps, 3],
  ['immunne', immune],
  // Synonyms of the demonstration's sitegen.yaml.
  ['ptosis', eyelid, 3],
  ['eyelid sag', eyelid],
  ['hematoma tear trough', bruise],
  ['tingling lip', lip],
  ['botulinum gone', gone, 3],
  // Names.
  ['quillfeather', forehead, 4],
  ['noemie falstrand', '', 1],
  // Filtered by topic.
  ['botox', eyelid, 4, 'drooping'],
  ['filler', lip, 1, 'numbness'],
];

// Nothing here is about these.
export const nothing = ['pizza', 'xylophone', 'qqqq', 'mortgage', '!!!', 'kubernetes operator'];
