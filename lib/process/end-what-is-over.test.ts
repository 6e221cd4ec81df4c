import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { endWhatIsOver } from './end-what-is-over';

const ids = (count: number) => Array.from({ length: count }, (_, at) => `b${at}`);

test('everything that is over is ended, twenty at a time', async () => {
  const answers = [ids(20), ids(20), ids(3)];
  const asked: number[] = [];
  const expireDue = async ({ limit }: { limit: number }) => {
    asked.push(limit);
    return answers.shift() ?? [];
  };
  await endWhatIsOver({ expireDue }, () => 5);
  expect(asked).toEqual([20, 20, 20]);
});

test('a store that cannot write now does not keep the process from coming up; a defect does', async () => {
  const refuse = (error: Error) => ({ expireDue: () => Promise.reject(error) });
  await endWhatIsOver(refuse(new AppError('storage_full', 'The disk is full.')), () => 5);
  await expect(endWhatIsOver(refuse(new Error('a defect')), () => 5)).rejects.toThrow('a defect');
});
