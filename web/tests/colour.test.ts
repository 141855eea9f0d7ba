import { expect, test } from 'vitest';
import { isReadable } from '../src/modules/parameters/colour';
import { STATION } from '../src/theme';

test('a colour is read or not as the server judges it', () => {
  for (const colour of ['#ffc93c', '#7fd1ae', '#7f99cc', '#ffffff']) expect(isReadable(colour, STATION.lightest), colour).toBe(true);
  for (const colour of ['#003399', '#000000', '#103353', '#7e98cb']) expect(isReadable(colour, STATION.lightest), colour).toBe(false);
});
