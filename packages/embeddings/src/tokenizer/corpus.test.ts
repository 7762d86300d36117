import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { get_encoding } from 'tiktoken';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createTokenizer } from './index.ts';

// Seconds of work on a quiet machine; the tests may share theirs.
vi.setConfig({ testTimeout: 60_000 });

const reference = get_encoding('cl100k_base');
const tokenizer = createTokenizer();
afterAll(() => reference.free());

/** What package authors wrote: the installed dependencies are the corpus. */
const installed = fileURLToPath(new URL('../../../../node_modules/.pnpm/', import.meta.url));

const kinds: Record<string, RegExp> = {
  prose: /(readme|changelog|history)[^/]*\.md$/i,
  licences: /\/licen[cs]e[^/]*$/i,
  declarations: /\.d\.[cm]?ts$/,
  code: /\.[cm]?js$/,
  'messages in many languages': /\/locales\/[^/]+\.js$/,
};

/** Texts of a kind, up to some 400 kB of each, in a stable order; at most 30 kB from one package. */
function texts(kind: RegExp): string[] {
  const found: string[] = [];
  let size = 0;
  for (const folder of readdirSync(installed).sort()) {
    let fromPackage = 0;
    for (const path of files(join(installed, folder, 'node_modules'), kind)) {
      const bytes = statSync(path).size;
      if (bytes <= 40_000 && size < 400_000 && fromPackage < 30_000) {
        found.push(readFileSync(path, 'utf8'));
        size += bytes;
        fromPackage += /locales/.test(path) ? 0 : bytes;
      }
    }
    if (size >= 400_000) {
      break;
    }
  }
  return found;
}

function files(folder: string, kind: RegExp): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => kind.test(path))
      .sort();
  } catch {
    // Not every folder of the store holds a package.
    return [];
  }
}

describe('real texts, against tiktoken', () => {
  it.each(Object.entries(kinds))('agrees on %s', (_, kind) => {
    const corpus = texts(kind);
    expect(corpus.length).toBeGreaterThan(10);
    for (const text of corpus) {
      const ids = reference.encode_ordinary(text);
      expect(tokenizer.count(text)).toBe(ids.length);
      expect(
        Buffer.from(tokenizer.encode(text).buffer).equals(
          Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength),
        ),
      ).toBe(true);
    }
  });

  it('agrees on languages of many scripts', () => {
    for (const text of LANGUAGES) {
      expect(tokenizer.encode(text)).toEqual(reference.encode_ordinary(text));
    }
  });
});

const LANGUAGES = [
  'Les modèles de langage lisent des jetons, et non des mots ; c’est ainsi qu’on les facture.',
  'Sprachmodelle lesen keine Wörter, sondern Stücke davon: „Tokens“. Das kostet Geld – übrigens.',
  'Los años pasan volando, ¿verdad? ¡Sí! 1.234,56 € al mes.',
  'Языковые модели читают не слова, а токены. Ёжик в тумане…',
  'Μοντέλα γλώσσας διαβάζουν σύμβολα, όχι λέξεις· πόσο κοστίζει;',
  '语言模型读取的是词元，而不是单词。价格是按词元计算的！１２３４５',
  '言語モデルは単語ではなくトークンを読みます。カタカナとひらがな、ｶﾅ。',
  '언어 모델은 단어가 아니라 토큰을 읽습니다. 가격은 토큰당입니다.',
  'نماذج اللغة تقرأ الرموز لا الكلمات، والسعر ٣٫٥٠ دولارًا.',
  'מודלי שפה קוראים אסימונים, לא מילים. המחיר: 12 ש״ח.',
  'भाषा मॉडल शब्द नहीं, टोकन पढ़ते हैं। क़ीमत ₹१२३ है।',
  'โมเดลภาษาอ่านโทเค็น ไม่ใช่คำ ราคา ๑๒๓ บาท',
  'Mô hình ngôn ngữ đọc các token, không phải từ. Giá: 12.000 ₫.',
  'ენობრივი მოდელები კითხულობენ ტოკენებს, არა სიტყვებს.',
  'Լեզվական մոդելները կարդում են տոկեններ, ոչ թե բառեր։',
  'மொழி மாதிரிகள் சொற்களை அல்ல, டோக்கன்களைப் படிக்கின்றன.',
  'ቋንቋ ሞዴሎች ቃላትን ሳይሆን ቶክኖችን ያነባሉ።',
  '👩🏽‍🚀 went to 🌍; 🏳️‍🌈 and 🇩🇪🇫🇷🇯🇵, 1️⃣2️⃣ ❤️‍🔥 ✈︎',
];
