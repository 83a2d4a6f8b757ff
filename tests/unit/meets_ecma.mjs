// Compile each schema named as an argument as ajv, the validator of the JavaScript world, does; print what it refuses.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";

let refused = 0;
for (const path of process.argv.slice(2)) {
  // Of strict mode all but two rules: a key that a condition asks for is described elsewhere in the same schema, and a
  // row that is a list may have more places in a later version.
  const ajv = new Ajv({ strict: true, strictRequired: false, strictTuples: false, allowUnionTypes: true });
  ajv.addVocabulary(["errorMessage", "patternErrorMessage", "version"]);
  try {
    ajv.compile(JSON.parse(readFileSync(path, "utf-8")));
  } catch (error) {
    refused += 1;
    console.log(`${path}: ${error.message}`);
  }
}
process.exit(refused ? 1 : 0);
