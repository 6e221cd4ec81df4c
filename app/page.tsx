import { redirect } from 'next/navigation';
import { findViewer } from '@/lib/server/sessions/viewer';

export default async function HomePage() {
  redirect((await findViewer()) === null ? '/sign-in' : '/inbox');
}
