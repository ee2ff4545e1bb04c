/** Code pages by the number that RTF gives to the letters of a font (`\fcharset`). */
const CODE_PAGES: Readonly<Record<number, string>> = {
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
};

/** Reads bytes that stand behind each other as letters of a font's code page. */
export function decodeBytes(bytes: readonly number[], charset: number): string {
  return new TextDecoder(CODE_PAGES[charset] ?? 'windows-1252').decode(Uint8Array.from(bytes));
}
