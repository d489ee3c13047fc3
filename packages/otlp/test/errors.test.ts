import { headerInvalid, optionInvalid, OTLP_ERROR_CODES, urlInvalid } from '../src/errors.js';

it('every code has an error with a remedy', () => {
  const errors = [urlInvalid('is not a URL'), headerInvalid('x', undefined), optionInvalid('timeoutMs', -1, 'above 0')];
  expect(errors.map((error) => error.code)).toEqual([...OTLP_ERROR_CODES]);
  expect(errors.map((error) => error.message)).toEqual([
    'The OTLP traces URL is not a URL. Give a whole http or https URL, such as http://127.0.0.1:4318/v1/traces.',
    'The header "x" has a name or a value that HTTP does not allow. Remove line breaks and control characters.',
    'The option timeoutMs is -1, but has to be above 0.',
  ]);
});
