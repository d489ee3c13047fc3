import { BodyBudget } from '../../src/http/body-budget.js';

describe('BodyBudget', () => {
  it('gives bytes up to its limit, exactly', () => {
    const budget = new BodyBudget(100);
    expect(budget.take(60)).toBe(true);
    expect(budget.take(41)).toBe(false);
    expect(budget.take(40)).toBe(true);
    expect(budget.taken()).toBe(100);
  });

  it('a refused taking takes nothing, and what is released can be taken again', () => {
    const budget = new BodyBudget(100);
    budget.take(100);
    budget.take(1);
    budget.release(100);
    expect(budget.taken()).toBe(0);
    expect(budget.take(100)).toBe(true);
  });
});
