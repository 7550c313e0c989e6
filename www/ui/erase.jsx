// Erase everything: asked once more, where it was pressed.

import { useEffect, useRef, useState } from "preact/hooks";

/** @import { ComponentChildren } from "preact" */
/** @import { Part } from "./model" */

/** `asks`: whoever came for this is asked at once. `children` stand beside the button; `onDone` hears the answer. @param {Part<"actions" | "texts"> & { asks?: boolean, className?: string, children?: ComponentChildren, onDone?: (isSure: boolean) => void }} props */
export function Erase({ actions, texts, asks = false, className, children, onDone = () => {} }) {
  const [sure, setSure] = useState(asks);
  const harmless = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const hasTurned = useRef(asks);
  // What was pressed is gone: what does no harm has the focus.
  useEffect(() => {
    if (hasTurned.current) harmless.current?.focus();
    hasTurned.current = true;
  }, [sure]);
  const answer = (isSure) => {
    setSure(false);
    onDone(isSure);
    if (isSure) actions.eraseEverything();
  };
  if (!sure) {
    return (
      <>
        <button type="button" class={className} ref={harmless} onClick={() => setSure(true)}>
          {texts.say("page.erase")}…
        </button>
        {children}
      </>
    );
  }
  return (
    <span class="actions erase" role="group" aria-label={texts.say("page.erase")}>
      <b>{texts.say("page.erase.sure")}</b>
      <button type="button" class="button danger" onClick={() => answer(true)}>
        {texts.say("page.erase.yes")}
      </button>
      <button type="button" class="button" ref={harmless} onClick={() => answer(false)}>
        {texts.say("page.cancel")}
      </button>
    </span>
  );
}
