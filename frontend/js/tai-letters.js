// @ts-check
// The letters of Tai Viet: typing order of SIL's Tai Dam layout, and their names in Unicode 15, block U+AA80.

export const plain = ["ꫜ1234567890-=", "ꪖꪐꪵ꪿ꪔꪼꪴꪲꪶꪜꪷꪽ\\", "ꪱꪎꪒꪠꪈꪬꪤꪀꪨ;'", "ꪮꪄꪊꪪꪚꪘꪢ,./"];
export const shifted = ["ꫛꫀꫂ#$%^&*()_+", "ꪗꪑꪹ꫁ꪕꪻꪳꪸꪺꪝꪾꫝ|", 'ꪰꪏꪓꪡꪉꪥꪁꪩ:"', "ꪯꪅꪋꪫꪛꪙꪣ꫞꫟?"];

const consonants =
  "ko kho khho go ngo co cho so nyo do to tho no bo po pho fo mo yo ro lo vo ho o".split(" ");
const vowels = "mai kang,aa,i,ue,u,e,o,mai khit,ia,uea,ua,aue,ay,an,am".split(",");
const tones = ["mai ek", "mai nueng", "mai tho", "mai song"];
const signs = ["kon", "nueng", "sam", "ho hoi", "koi koi"];

/** @typedef {{consonant: string, vowel: string, tone: string, low: string, high: string, sign: string}} Words */

/**
 * The spoken name of a letter.
 * @param {string} letter
 * @param {Words} words
 */
export function nameOf(letter, words) {
  const code = (letter.codePointAt(0) ?? 0) - 0xaa80;
  if (code < 0 || code > 0x5f) return letter;
  if (code < 0x30) {
    return `${words.consonant} ${consonants[code >> 1]}, ${code % 2 ? words.high : words.low}`;
  }
  if (code < 0x3f) return `${words.vowel} ${vowels[code - 0x30]}`;
  if (code < 0x43) return `${words.tone} ${tones[code - 0x3f]}`;
  return `${words.sign} ${signs[code - 0x5b] ?? ""}`;
}

/** @param {number} from @param {number} to @param {number} step */
const run = (from, to, step = 1) => {
  let letters = "";
  for (let code = from; code <= to; code += step) letters += String.fromCodePoint(code);
  return letters;
};

/** The learner's order: low and high consonants as pairs, vowels, tones and signs. */
export const learner = {
  low: run(0xaa80, 0xaaae, 2),
  high: run(0xaa81, 0xaaaf, 2),
  vowels: run(0xaab0, 0xaabe),
  tones: run(0xaabf, 0xaac2) + run(0xaadb, 0xaadf),
};
