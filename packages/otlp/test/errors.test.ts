import {
  directoryLocked,
  directoryUnusable,
  headerInvalid,
  optionInvalid,
  OTLP_ERROR_CODES,
  spoolUnusable,
  spoolVersion,
  urlInvalid,
} from '../src/errors.js';

it('every code has an error with a remedy', () => {
  const errors = [
    urlInvalid('is not a URL'),
    headerInvalid('x', undefined),
    optionInvalid('timeoutMs', -1, 'above 0'),
    directoryLocked('/state', 17, '/state/lock'),
    directoryUnusable('/state', 'is a symbolic link'),
    spoolUnusable('/state', 'cannot be read (EIO)'),
    spoolVersion('/state/acks', 2, 1),
  ];
  expect(errors.map((error) => error.code)).toEqual([...OTLP_ERROR_CODES]);
  expect(errors.map((error) => error.message)).toEqual([
    'The OTLP traces URL is not a URL. Give a whole http or https URL, such as http://127.0.0.1:4318/v1/traces.',
    'The header "x" has a name or a value that HTTP does not allow. Remove line breaks and control characters.',
    'The option timeoutMs is -1, but has to be above 0.',
    'The directory "/state" is in use by process 17. Give each process a directory of its own, or end that process. If you are sure that it is not ours, remove "/state/lock".',
    'The directory "/state" is a symbolic link. Give a directory that only this user may write to, or one to be created.',
    'The spool "/state" cannot be read (EIO).',
    '"/state/acks" has the format 2, and this version reads up to 1. Nothing was changed. Use the version that wrote it, or give another directory.',
  ]);
});
