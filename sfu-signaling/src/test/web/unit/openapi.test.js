import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';

describe('openapi.json', () => {
  it('should be an OpenAPI 3.1 document', async () => {
    const document = JSON.parse(readFileSync(new URL('../../../main/resources/schema/openapi.json', import.meta.url), 'utf8'));
    assert.match(document.openapi, /^3\.1\./);
    const result = await new Validator().validate(document);
    assert.deepEqual(result.errors ?? [], []);
    assert.equal(result.valid, true);
  });
});
