import { ChangeMarks, type StateChanges } from '../../src/lifecycle/change-marks.js';

function take(marks: ChangeMarks, states: Readonly<Record<string, unknown>>): StateChanges {
  const changes: StateChanges = { put: [], remove: [] };
  marks.take((key) => states[key], changes);
  return changes;
}

describe('ChangeMarks', () => {
  it('hands over an entry once for each change', () => {
    const marks = new ChangeMarks('open/');
    marks.mark('a');
    marks.mark('a');
    expect(take(marks, { a: 1 })).toEqual({ put: [['open/a', 1]], remove: [] });
    expect(take(marks, { a: 1 })).toEqual({ put: [], remove: [] });
  });

  it('removes an entry that was written and is gone', () => {
    const marks = new ChangeMarks('open/');
    marks.mark('a');
    take(marks, { a: 1 });
    marks.mark('a');
    expect(take(marks, {})).toEqual({ put: [], remove: ['open/a'] });
  });

  it('says nothing of an entry that came and went in between', () => {
    const marks = new ChangeMarks('open/');
    marks.mark('a');
    expect(take(marks, {})).toEqual({ put: [], remove: [] });
  });

  it('knows that an entry of a checkpoint is written', () => {
    const marks = new ChangeMarks('open/');
    expect(marks.claim('left/a')).toBeUndefined();
    expect(marks.claim('open/a')).toBe('a');
    marks.mark('a');
    expect(take(marks, {})).toEqual({ put: [], remove: ['open/a'] });
  });
});
