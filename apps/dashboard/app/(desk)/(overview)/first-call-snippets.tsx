import { CopyButton } from '@/components/copy-button.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx';
import { firstCallSnippets } from '@/lib/first-call/snippets.ts';

interface FirstCallSnippetsProps {
  baseUrl: string;
  model: string;
  accessKey: string | undefined;
}

export function FirstCallSnippets({ baseUrl, model, accessKey }: FirstCallSnippetsProps) {
  const snippets = firstCallSnippets({ baseUrl, model, key: accessKey });
  return (
    <Tabs defaultValue="curl" className="mt-2">
      <TabsList aria-label="Ways to call">
        {snippets.map((snippet) => (
          <TabsTrigger key={snippet.id} value={snippet.id}>
            {snippet.title}
          </TabsTrigger>
        ))}
      </TabsList>
      {snippets.map((snippet) => (
        <TabsContent key={snippet.id} value={snippet.id} className="pt-3">
          <div className="mb-2 flex items-start justify-between gap-4">
            <p className="text-pretty text-[13px] text-soft">{snippet.where}</p>
            <CopyButton text={snippet.code} />
          </div>
          <pre className="overflow-x-auto rounded-md border bg-inset p-3.5 font-mono text-[12.5px] leading-5">
            <code>{snippet.code}</code>
          </pre>
        </TabsContent>
      ))}
    </Tabs>
  );
}
