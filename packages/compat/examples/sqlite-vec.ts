// sqlite-vec: vectors straight from the gateway into SQLite, and the nearest neighbours of a question.
import { createClient } from '@weighbridge/client';
import Database from 'better-sqlite3';
import * as sqliteVec from 'sqlite-vec';

const weighbridge = createClient({
  url: process.env.WEIGHBRIDGE_URL ?? 'http://127.0.0.1:4100',
  key: process.env.WEIGHBRIDGE_KEY ?? '',
});
const settings = { model: 'text-embedding-3-small', dimensions: 512 };

const db = new Database(process.argv[2] ?? ':memory:');
sqliteVec.load(db);
db.exec(`
  CREATE TABLE IF NOT EXISTS documents (id INTEGER PRIMARY KEY, text TEXT NOT NULL, space TEXT NOT NULL);
  CREATE VIRTUAL TABLE IF NOT EXISTS vectors USING vec0(embedding float[512] distance_metric=cosine);
`);

const texts = [
  'Reset your password from the sign-in page.',
  'Invoices are sent on the first day of the month.',
  'The office is closed on public holidays.',
];
// What is in the file already says which space all that follows must be in; the gateway refuses any other.
const pinned = db.prepare('SELECT space FROM documents LIMIT 1').pluck().get() as string | undefined;
const { vectors, space } = await weighbridge.embed({
  inputs: texts,
  ...settings,
  ...(pinned === undefined ? {} : { space: pinned }),
});

const addDocument = db.prepare('INSERT INTO documents (text, space) VALUES (?, ?)');
const addVector = db.prepare('INSERT INTO vectors (rowid, embedding) VALUES (?, ?)');
db.transaction(() => {
  for (const [row, text] of texts.entries()) {
    const { lastInsertRowid } = addDocument.run(text, space);
    // A Float32Array is what sqlite-vec takes: nothing is boxed on the way.
    addVector.run(BigInt(lastInsertRowid), vectors[row]);
  }
})();

const question = await weighbridge.embed({ inputs: ['Where do I reset my password?'], ...settings, space });
const nearest = db.prepare(`
  SELECT documents.text, vectors.distance
  FROM vectors JOIN documents ON documents.id = vectors.rowid
  WHERE vectors.embedding MATCH ? AND k = 2
  ORDER BY vectors.distance
`);
console.log(JSON.stringify(nearest.all(question.vectors[0])));
