// What the command uses of Node, so that the shell's types need none of Node's.

declare module "node:fs/promises" {
  interface FileHandle {
    stat(): Promise<{ mtime: Date }>;
    close(): Promise<void>;
  }
  export function open(path: string): Promise<FileHandle>;
  export function readFile(file: URL | string | FileHandle): Promise<Uint8Array<ArrayBuffer>>;
  export function readFile(file: URL | string, encoding: "utf8"): Promise<string>;
  export function writeFile(path: string, text: string): Promise<void>;
  export function rename(from: string, to: string): Promise<void>;
}

declare module "node:path" {
  export function basename(path: string): string;
}

declare const process: {
  argv: string[];
  pid: number;
  exitCode: number;
  stdout: { write(text: string): void; on(event: "error", listener: () => void): void };
  stderr: { write(text: string): void };
};
