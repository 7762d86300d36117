import { writeFileSync } from 'node:fs';
import { PAGE, proceduresPage } from './page.ts';

writeFileSync(PAGE, proceduresPage());
