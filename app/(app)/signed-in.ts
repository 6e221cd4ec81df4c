import { notFound, redirect } from 'next/navigation';
import { AppError, type AppErrorCode } from '@/lib/errors';
import { findViewer, type Viewer } from '@/lib/server/sessions/viewer';

/** The viewer of a page; whoever is signed out is sent to sign in and comes back to `path`. */
export async function signedIn(path: string): Promise<Viewer> {
  return (await findViewer()) ?? redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
}

/** The refusals of a page's own address: a place in a list that is none is as much nothing as a thing that is absent. */
const NOTHING_HERE: readonly AppErrorCode[] = ['not_found', 'forbidden', 'invalid'];

/** What a use case answers; what it says is absent, not allowed or no address is *not found*, and cannot be told apart. */
export async function orNotFound<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && NOTHING_HERE.includes(error.code)) notFound();
    throw error;
  }
}
