import { describe, expect, it } from 'vitest';
import { decodeCaptions } from '../../../../../src/engines/video/captions/decode-captions.ts';

/** The bytes of each character that an encoding writes in one or two of them, turned around from what decodes them. */
function bytesIn(encoding: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(encoding);
  const found = new Map<string, readonly number[]>();
  const note = (...bytes: readonly number[]): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if (Array.from(text).length === 1 && text !== '\ufffd' && !found.has(text)) found.set(text, bytes);
  };
  for (let first = 0; first < 256; first++) note(first);
  for (let first = 0x81; first < 255; first++) for (let second = 0x40; second < 255; second++) note(first, second);
  return found;
}

const known = new Map<string, ReadonlyMap<string, readonly number[]>>();

function encode(text: string, encoding: string): Buffer {
  const bytes = known.get(encoding) ?? bytesIn(encoding);
  known.set(encoding, bytes);
  const parts = Array.from(text).map((character) => {
    const found = bytes.get(character);
    if (found === undefined) throw new Error(`${encoding} has no ${character}`);
    return found;
  });
  return Buffer.from(parts.flat());
}

const cue = (text: string): string => `1\r\n00:00:00,500 --> 00:00:01,500\r\n${text}\r\n`;

/** Lines of dialogue, short and long, as they are spoken in each language. */
const SPOKEN: readonly (readonly [language: string, text: string, ...encodings: string[]])[] = [
  ['ru', 'Привет', 'windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866'],
  ['ru', 'ПОЧЕМУ ВЫ НЕ СКАЗАЛИ МНЕ ОБ ЭТОМ?', 'windows-1251', 'koi8-r', 'ibm866'],
  ['ru-RU', '– Ты где? – «Дома», конечно…', 'windows-1251'],
  ['uk', 'Їжак їсть ґречку, є що згадати', 'windows-1251', 'koi8-u'],
  ['bg', 'Къде си бил цяла нощ?', 'windows-1251'],
  ['sr', 'Љубав и мржња', 'windows-1251'],
  ['sr-Latn', 'Čekaj, đavole, šta je to žuto?', 'windows-1250', 'iso-8859-2'],
  ['pl', 'Zażółć gęślą jaźń, święty Łukaszu', 'windows-1250', 'iso-8859-2'],
  ['cs', 'Příliš žluťoučký kůň úpěl ďábelské ódy', 'windows-1250', 'iso-8859-2'],
  ['sk', 'Ľúbim ťa, ďakujem, šťastný', 'windows-1250', 'iso-8859-2'],
  ['hu', 'Árvíztűrő tükörfúrógép', 'windows-1250', 'iso-8859-2'],
  ['hr', 'Žao mi je, ništa više neću reći', 'windows-1250', 'iso-8859-2'],
  ['el', 'Καλημέρα, τι κάνεις σήμερα;', 'windows-1253', 'iso-8859-7'],
  ['tr', 'Günaydın, nasılsın? İyi geceler, şoför bey', 'windows-1254'],
  ['he', 'שלום, מה שלומך היום?', 'windows-1255'],
  ['ar', 'مرحبا، كيف حالك اليوم؟', 'windows-1256', 'iso-8859-6'],
  ['lt', 'Ačiū, labas rytas, žmonės šąla', 'windows-1257', 'iso-8859-13'],
  ['lv', 'Paldies, kā jums klājas šodien, draugs ķēvē', 'windows-1257'],
  ['th', 'สวัสดีครับ คุณสบายดีไหม', 'windows-874'],
  ['ja', 'おはようございます。元気ですか', 'shift_jis', 'euc-jp'],
  ['ja', 'カメラを止めるな！', 'shift_jis', 'euc-jp'],
  ['ko', '안녕하세요, 오늘 어때요?', 'euc-kr'],
  ['zh', '你好，你今天怎么样？我们走吧', 'gb18030'],
  ['zh-TW', '你好，你今天怎麼樣？我們走吧', 'big5'],
  ['zh-Hant', '這是我的家，請進來', 'big5', 'gb18030'],
  ['fr', 'Ça va bien, garçon ? Où êtes-vous né ?', 'iso-8859-15'],
  ['de', 'Grüße aus Köln, Straße', 'windows-1252', 'macintosh'],
  ['de', '„Äpfel“ – im Café Señor? Übrigens…', 'macintosh'],
  ['fr', '« Où êtes-vous né, garçon ? » À Noël…', 'macintosh'],
  ['es', '¿Qué hora es, señor? ¡Mañana!', 'macintosh'],
  ['pt-BR', 'Não, coração. Você é português?', 'macintosh'],
  ['it', 'Perché no? È già più tardi', 'macintosh'],
  ['da', 'Rødgrød med fløde på Ærø, ålen', 'macintosh'],
  ['sv', 'Räksmörgås på Åland', 'macintosh'],
  ['en', 'The café’s naïve façade', 'macintosh'],
];

describe('captions', () => {
  it.each(SPOKEN.flatMap(([language, text, ...encodings]) => encodings.map((one) => [language, one, text] as const)))(
    'in %s are read from %s: %s',
    (language, encoding, text) => {
      expect(decodeCaptions(encode(cue(text), encoding), language).text).toBe(cue(text));
    },
  );

  it('in Vietnamese are read from Windows-1258, which stores accents apart', () => {
    const decomposed = 'Chào b\u0061\u0323n, tôi kho\u0309e';
    expect(decodeCaptions(encode(cue(decomposed), 'windows-1258'), 'vi').text).toBe(cue(decomposed).normalize('NFC'));
  });

  it('in Japanese mail are read from ISO-2022-JP', () => {
    const bytes = Buffer.concat([Buffer.from(cue('')), Buffer.from('1b2442244f244424211b2842', 'hex')]);
    expect(decodeCaptions(bytes, 'ja')).toEqual({ text: `${cue('')}はつぁ`, encoding: 'iso-2022-jp' });
  });

  it.each(['de', 'ja', 'und'])('of %s are UTF-8 where they can be', (language) => {
    const text = cue('e\u0301 Grüße Привет おはよう');
    expect(decodeCaptions(Buffer.from(text), language)).toEqual({ text, encoding: 'utf-8' });
  });

  it.each([
    ['a mark', '\ufeff'],
    ['no mark', ''],
  ])('are read from UTF-16 of both orders with %s', (_what, mark) => {
    const text = cue('Grüße 日本');
    const little = Buffer.from(mark + text, 'utf16le');
    expect(decodeCaptions(little, 'de')).toEqual({ text, encoding: 'utf-16le' });
    expect(decodeCaptions(Buffer.from(little).swap16(), 'und')).toEqual({ text, encoding: 'utf-16be' });
  });

  it('are read from UTF-32 of both orders by its mark', () => {
    const text = cue('Grüße 日本 🎬');
    const little = Buffer.from(Uint32Array.from(Array.from(`\ufeff${text}`, (one) => one.codePointAt(0) ?? 0)).buffer);
    expect(decodeCaptions(little, 'de')).toEqual({ text, encoding: 'utf-32le' });
    expect(decodeCaptions(Buffer.from(little).swap32(), 'und')).toEqual({ text, encoding: 'utf-32be' });
  });

  // Windows-1252 keeps what it means where a language has its letters in two encodings.
  it.each([
    ['de', '„Äpfel“ – im Café Señor? Übrigens…'],
    ['fr', '« Où êtes-vous né, garçon ? » À Noël – œuvre…'],
    ['es', '¿Qué hora es, señor? ¡MAÑANA!'],
    ['pt', 'NÃO, coração. Você é português?'],
    ['it', '“Perché no?” È già più tardi…'],
    ['no', 'Blåbærsyltetøy på Ærø – ‘ÅL’'],
    ['fi', 'Hyvää päivää, Åbo'],
    ['en', 'The café’s “naïve” façade — £5'],
  ])('in %s are read from Windows-1252: %s', (language, text) => {
    const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
    const bytes = Array.from(cue(text), (one) =>
      windows.includes(one) ? 0x80 + windows.indexOf(one) : one.charCodeAt(0),
    );
    expect(decodeCaptions(Buffer.from(bytes), language)).toEqual({ text: cue(text), encoding: 'windows-1252' });
  });

  it('of a language that nobody names are read as the West wrote them', () => {
    expect(decodeCaptions(Buffer.from([0xe9, 0x80]), 'und')).toEqual({ text: 'é€', encoding: 'windows-1252' });
  });
});
