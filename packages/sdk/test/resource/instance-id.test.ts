import { type InstanceSurroundings, stableInstanceId } from '../../src/resource/instance-id.js';

const CONTAINER = 'c'.repeat(64);

function surroundings(parts: Partial<InstanceSurroundings> & { files?: Record<string, string> }): InstanceSurroundings {
  const { files = { '/etc/machine-id': 'm1\n' } } = parts;
  return {
    env: {},
    hostName: 'host-1',
    program: '/app/main.js',
    clusterWorkerId: undefined,
    readFile: (path) => files[path],
    ...parts,
  };
}

describe('stableInstanceId', () => {
  it('is the same for the same process after a restart', () => {
    expect(stableInstanceId('/shop', surroundings({}))).toBe('c7b2afe1-0acf-53d3-8673-c90fd47e8ae6');
  });

  it.each([
    ['the machine', { files: { '/etc/machine-id': 'm2' } }],
    ['the host, when a machine has no id', { files: {}, hostName: 'host-2' }],
    ['the container', { files: { '/proc/self/cgroup': `0::/docker/${CONTAINER}\n`, '/etc/machine-id': 'm1' } }],
    ['the container under version 2', { files: { '/proc/self/mountinfo': `1 / /d/containers/${CONTAINER}/hosts /x` } }],
    ['the pod', { env: { POD_UID: 'p1' } }],
    ['the name of the pod', { env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } }],
    ['the program', { program: '/app/other.js' }],
    ['the worker of the cluster', { clusterWorkerId: 2 }],
    ['the instance of pm2', { env: { NODE_APP_INSTANCE: '1' } }],
  ])('changes with %s', (_what, parts) => {
    const one = stableInstanceId('/shop', surroundings({}));
    expect(stableInstanceId('/shop', surroundings(parts))).not.toBe(one);
    expect(stableInstanceId('/shop', surroundings(parts))).toBe(stableInstanceId('/shop', surroundings(parts)));
  });

  it('stays with its pod when its container is another', () => {
    const of = (id: string): string =>
      stableInstanceId(
        '/shop',
        surroundings({ env: { POD_UID: 'p' }, files: { '/proc/self/cgroup': `0::/x/${id.repeat(64)}` } }),
      );
    expect(of('a')).toBe(of('b'));
  });

  it('changes with the service', () => {
    expect(stableInstanceId('/a', surroundings({}))).not.toBe(stableInstanceId('/b', surroundings({})));
  });
});
