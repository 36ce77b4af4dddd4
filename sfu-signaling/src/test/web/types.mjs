// Makes weir-client.d.ts of the client module's JSDoc: `npm run types`. With --check it only says whether the
// file is up to date, and that an application in TypeScript compiles against it.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, '../../main/resources/web');
const target = join(web, 'types/weir-client.d.ts');
const HEAD = `// Generated of weir-client.js by \`npm run types\`; do not edit. For \`import … from 'weir-client'\`, see docs/client.md.\n`;

const roots = ['weir-client.js', 'assets/client/whip.js', 'assets/client/whep.js'].map((name) => join(web, name));
let text = '';
// One file for everything exists for old kinds of modules only; the declarations are the same.
const program = ts.createProgram(roots, {
  allowJs: true,
  declaration: true,
  emitDeclarationOnly: true,
  module: ts.ModuleKind.System,
  moduleResolution: ts.ModuleResolutionKind.Classic,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  rootDir: web,
  outFile: join(web, 'weir-client.js'),
});
program.emit(undefined, (_name, content) => (text = content));
text = HEAD + text.replaceAll('"assets/client/', '"weir-client/');

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('weir-client.d.ts is not up to date: run `npm run types` in sfu-signaling/src/test/web.');
    process.exit(1);
  }
  const consumer = ts.createProgram([join(here, 'consumer.ts'), target], {
    noEmit: true,
    strict: true,
    module: ts.ModuleKind.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  });
  const problems = ts.getPreEmitDiagnostics(consumer);
  for (const { messageText, file } of problems) console.error(file?.fileName, ts.flattenDiagnosticMessageText(messageText, '\n'));
  process.exit(problems.length === 0 ? 0 : 1);
}
writeFileSync(target, text);
