'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { deleteGroup, renameGroup } from '@/lib/client/groups';
import type { RequestProblem } from '@/lib/client/request';
import { GROUP_KEY_MAX, GROUP_NAME_MAX, type Group } from '@/lib/inbox/group';
import { Button } from '../button';
import { ConfirmDialog } from '../confirm-dialog';
import { FormProblem, TextField } from '../field';
import { Form } from '../form';
import { useAnnounce } from '../speech/announcer';
import { peopleText } from './group-words';

/** What a group is called, and its end. */
export function GroupSettings({ group }: { group: Pick<Group, 'id' | 'key' | 'name' | 'people'> }) {
  return (
    <section aria-labelledby="settings" className="space-y-4">
      <h2 id="settings" className="text-lg font-semibold">
        Name and key
      </h2>
      <RenameForm key={`${group.name} ${group.key}`} group={group} />
      <DeleteGroup group={group} />
    </section>
  );
}

function RenameForm({ group }: { group: Pick<Group, 'id' | 'key' | 'name'> }) {
  const router = useRouter();
  const announce = useAnnounce();
  const running = useRef(false);
  const [name, setName] = useState(group.name);
  const [key, setKey] = useState(group.key);
  const [problem, setProblem] = useState<RequestProblem | null>(null);

  const rename = async () => {
    if (running.current) return;
    running.current = true;
    setProblem(null);
    const answer = await renameGroup(group.id, { name, key });
    running.current = false;
    if (!answer.ok) {
      setProblem(answer.problem);
      document.getElementById(`field-${answer.problem.errors[0]?.path ?? 'name'}`)?.focus();
      return;
    }
    announce('Saved.');
    router.refresh();
  };

  return (
    <Form className="max-w-xl space-y-4" onSubmit={rename}>
      {problem !== null && problem.errors.length === 0 && <FormProblem>{problem.detail}</FormProblem>}
      <TextField
        name="name"
        label="Name"
        dir="auto"
        errors={problem?.errors ?? []}
        maxLength={GROUP_NAME_MAX}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        name="key"
        label="Key"
        hint="What programs and the terminal call it. Scripts that use the old one stop working."
        errors={problem?.errors ?? []}
        maxLength={GROUP_KEY_MAX}
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      <Button type="submit">Save name and key</Button>
    </Form>
  );
}

function DeleteGroup({ group }: { group: Pick<Group, 'id' | 'name' | 'people'> }) {
  const router = useRouter();
  const announce = useAnnounce();
  const [isAsking, setIsAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const end = async () => {
    const answer = await deleteGroup(group.id);
    if (!answer.ok) return setProblem(answer.problem.detail);
    announce('Deleted.');
    router.push('/admin/groups');
  };

  return (
    <>
      <Button
        kind="danger"
        onClick={() => {
          setProblem(null);
          setIsAsking(true);
        }}
      >
        Delete group
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Delete “${group.name}”?`}
          confirm="Delete group"
          kind="danger"
          problem={problem}
          onConfirm={end}
          onCancel={() => setIsAsking(false)}
        >
          <p>
            {peopleText(group.people)} {group.people === 1 ? 'leaves' : 'leave'} it. What was delivered stays;
            what was sent to the group and has not reached them does not come any more. This can't be undone.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
