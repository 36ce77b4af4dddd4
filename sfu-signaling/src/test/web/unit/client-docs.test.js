import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { WeirClient } from '../../../main/resources/web/weir-client.js';

const read = (/** @type {string} */ path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../../../docs/client.md');
const types = read('../../../main/resources/web/assets/client/types.js');

/** @param {string} name of a typedef */
function propertiesOf(name) {
  const typedef = types.split('/**').find((comment) => comment.includes(`@typedef {object} ${name}\n`)) ?? '';
  return [...typedef.matchAll(/@property \{.*\} \[?(\w+)\]?/g)].map(([, property]) => property);
}

describe('the reference of the client module', () => {
  it('should name every method and property', () => {
    const members = Object.getOwnPropertyNames(WeirClient.prototype).filter((member) => member !== 'constructor');
    assert.ok(members.length > 10);
    for (const member of members) assert.match(page, new RegExp(`\`${member}[(\`]`), member);
  });

  it('should name every event and option', () => {
    for (const name of ['WeirEvents', 'ConnectOptions', 'ConnectionChange', 'PublishOptions']) {
      assert.ok(propertiesOf(name).length > 2, name);
      for (const property of propertiesOf(name)) assert.match(page, new RegExp(`\\b${property}\\b`), `${name}.${property}`);
    }
  });
});
