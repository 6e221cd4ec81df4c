import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ContentList } from './content-list';

const content = {
  title: 'T',
  body: 'Take your bike.',
  url: '/plan',
  category: 'on-call',
  severity: 'critical',
};
const markup = (change: Partial<Parameters<typeof ContentList>[0]['content']> = {}) =>
  renderToStaticMarkup(<ContentList content={{ ...content, severity: 'critical', ...change }} />);

test('text, link, category and severity are named', () => {
  const html = markup();
  for (const said of ['Text', 'Take your bike.', 'Link', 'href="/plan"', 'Category', 'On call', 'Critical']) {
    expect(html).toContain(said);
  }
});

test('what is absent has no name either', () => {
  const html = markup({ body: null, url: null });
  expect(html).not.toContain('Text');
  expect(html).not.toContain('Link');
});

test('a link that must not be followed is text, and markup is text', () => {
  const html = markup({ url: 'javascript:alert(1)', body: '<b>x</b>' });
  expect(html).not.toContain('href');
  expect(html).toContain('javascript:alert(1)');
  expect(html).toContain('&lt;b&gt;');
});

test('a laid-out text is read without its signs, and a link’s label is named', () => {
  const html = markup({ body: 'Take **your** bike.', format: 'markdown', linkLabel: 'The plan' });
  expect(html).not.toContain('**');
  expect(html).toContain('Label of the link');
  expect(html).toContain('The plan');
  expect(markup({ url: null, linkLabel: 'The plan' })).not.toContain('The plan');
});
