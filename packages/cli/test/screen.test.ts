import { screenOf } from '../src/screen.js';
import { fakeHost } from './support/fake-host.js';

describe('screenOf', () => {
  it('is 80 columns without colours where stdout is no terminal', () => {
    expect(screenOf(fakeHost().host)).toEqual({ width: 80, colors: false });
  });

  it('is the terminal, with colours', () => {
    expect(screenOf(fakeHost({ isTerminal: true, columns: 160 }).host)).toEqual({ width: 160, colors: true });
  });

  it('takes COLUMNS over the terminal and an explicit width over both', () => {
    const { host } = fakeHost({ isTerminal: true, columns: 160, env: { COLUMNS: '100' } });
    expect(screenOf(host).width).toBe(100);
    expect(screenOf(host, 120).width).toBe(120);
  });

  it.each(['', 'wide', '0', '-5', '12'])('does not take COLUMNS="%s"', (COLUMNS) => {
    expect(screenOf(fakeHost({ env: { COLUMNS } }).host).width).toBe(80);
  });

  it('draws no narrower than 40 columns, where a narrow terminal wraps', () => {
    expect(screenOf(fakeHost({ isTerminal: true, columns: 20 }).host).width).toBe(40);
  });

  it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('has no colours with %j', (env) => {
    expect(screenOf(fakeHost({ isTerminal: true, env }).host).colors).toBe(false);
  });

  it('takes an empty NO_COLOR for one that is not set', () => {
    expect(screenOf(fakeHost({ isTerminal: true, env: { NO_COLOR: '' } }).host).colors).toBe(true);
  });
});
