import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshDirectory } from '../../../otlp/test/support/fresh-directory.js';
import { checkPackages, findCopies } from '../../src/doctor/api-copies.js';

const API = '@opentelemetry/api';

/** Puts a package into a folder of packages. */
function install(folder: string, name: string, version: string): string {
  const path = join(folder, 'node_modules', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name, version }));
  return path;
}

function describeProject(folder: string, dependencies: Record<string, string>): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies }));
}

describe('copies of a package', () => {
  it('are found however deep they lie, and a link to one counts once', () => {
    const project = freshDirectory();
    const top = install(project, API, '1.9.1');
    const library = install(project, 'some-library', '1.0.0');
    const inner = install(library, API, '1.4.0');
    const scoped = install(library, '@scope/other', '1.0.0');
    mkdirSync(join(scoped, 'node_modules', '@opentelemetry'), { recursive: true });
    symlinkSync(top, join(scoped, 'node_modules', API));
    expect(findCopies(project, API)).toEqual([
      { path: top, version: '1.9.1' },
      { path: inner, version: '1.4.0' },
    ]);
  });

  it('are none where there are no packages, and a circle of links ends', () => {
    const project = freshDirectory();
    expect(findCopies(project, API)).toEqual([]);
    const library = install(project, 'a', '1.0.0');
    mkdirSync(join(library, 'node_modules'));
    symlinkSync(library, join(library, 'node_modules', 'a'));
    expect(findCopies(project, API)).toEqual([]);
  });

  it('without a version, or without a readable package.json, still count', () => {
    const project = freshDirectory();
    writeFileSync(join(install(project, API, '1'), 'package.json'), '{ broken');
    expect(findCopies(project, API)).toMatchObject([{ version: 'unknown' }]);
  });
});

describe('the check of packages', () => {
  it('says nothing of a folder without the API', () => {
    expect(checkPackages(freshDirectory())).toEqual([]);
  });

  it('is content with one copy', () => {
    const project = freshDirectory();
    install(project, API, '1.9.1');
    expect(checkPackages(project)).toMatchObject([
      { level: 'ok', message: 'One copy of @opentelemetry/api, version 1.9.1.' },
    ]);
  });

  it.each([
    ['1.4.0', 'fault'],
    ['1.9.1', 'note'],
  ])('calls a second copy of version %s beside 1.9.1 a %s, and names both', (version, level) => {
    const project = freshDirectory();
    install(project, API, '1.9.1');
    const inner = install(install(project, 'library', '1.0.0'), API, version);
    const [finding] = checkPackages(project);
    expect(finding).toMatchObject({ check: 'packages', level });
    expect(finding?.message).toContain(`${version} in ${inner}`);
    expect(finding?.remedy).toContain('npm ls @opentelemetry/api');
  });

  it('notes dependencies that register a provider of their own', () => {
    const project = freshDirectory();
    describeProject(project, { '@sentry/node': '^10.0.0', express: '^5.0.0' });
    expect(checkPackages(project)).toMatchObject([
      { level: 'note', message: expect.stringContaining('@sentry/node') as string },
    ]);
  });
});
