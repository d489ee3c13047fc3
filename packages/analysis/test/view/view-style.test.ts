import { VIEW_STYLE } from '../../src/view/view-style.js';

describe('VIEW_STYLE', () => {
  it('names no class but its own, so that it can live in a page of others', () => {
    const classes = VIEW_STYLE.match(/\.[a-z][a-z-]*/g) ?? [];
    expect(classes.filter((name) => !name.startsWith('.sb-'))).toEqual([]);
  });

  it('has colours for eight services, light and dark', () => {
    expect(VIEW_STYLE.match(/--sb-service-\d: #/g)).toHaveLength(16);
  });

  it('loads nothing', () => {
    expect(VIEW_STYLE).not.toMatch(/url\(|@import|expression/);
  });
});
