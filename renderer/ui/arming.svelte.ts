import { isComposing } from './composing';
import type { KeyVerdict } from './confirm-gate';
import { ConfirmGate, SEEN_MS } from './confirm-gate';

/** Connects the confirm gate with the page: it reports what is painted, and every key and click of the window. */
export class Arming {
  /** The question has been visible for long enough. */
  armed = $state(false);

  readonly #gate = new ConfirmGate();
  #key: KeyVerdict = 'unseen';
  #keyTarget: EventTarget | null = null;
  #isClickMeant = false;
  #frame: Element | null = null;
  #isInSight = false;
  #turn = 0;

  /** The verdict on the key that is going down at this moment. */
  get key(): KeyVerdict {
    return this.#key;
  }

  /** True if the target of the current click was visible for long enough. */
  get isClickMeant(): boolean {
    return this.#isClickMeant;
  }

  /** True when a burst of text, as a scanner types it, is under way. */
  get isInBurst(): boolean {
    return this.#gate.isInText;
  }

  /**
   * Listens to every key of the window from its start, so that a key that was already held before the question is
   * recognized.
   */
  watch(): () => void {
    const listening = new AbortController();
    const capture = { capture: true, signal: listening.signal } as const;
    const on = <K extends keyof WindowEventMap>(kind: K, listener: (event: WindowEventMap[K]) => void): void =>
      window.addEventListener(kind, listener, capture);
    on('keydown', (event) => {
      const { key, code, repeat, timeStamp: at } = event;
      this.#keyTarget = event.target;
      const modified = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
      this.#key = this.#gate.down({ at, key, code, repeat, modified, composing: isComposing(event) });
    });
    on('keyup', ({ key, code, timeStamp: at }) => this.#gate.up({ key, code, at }));
    on('pointerdown', ({ timeStamp }) => this.#gate.pointerDown(timeStamp));
    on('click', ({ timeStamp, detail, target }) => {
      // A key that went down on another element and moved the focus here would press the element that is here now.
      const isOfKey = detail === 0 && this.#gate.isKeyDown;
      const isOwnKey = this.#key === 'ok' && this.#keyTarget === target;
      this.#isClickMeant = this.#gate.click(timeStamp, detail) && (!isOfKey || isOwnKey);
    });
    on('blur', ({ target }) => {
      if (target === window) this.#leave();
    });
    on('focus', ({ target }) => {
      if (target === window) this.#leave();
    });
    document.addEventListener('visibilitychange', () => this.#leave(), { signal: listening.signal });
    return () => listening.abort();
  }

  /** Call it when the question in `frame` is shown or has changed. Returns a function that ends it. */
  show(frame: Element): () => void {
    this.#frame = frame;
    this.#isInSight = false;
    this.#begin();
    const sight = new IntersectionObserver((entries) => {
      this.#isInSight = entries.at(-1)?.isIntersecting === true;
      this.#begin();
    });
    sight.observe(frame);
    return () => {
      sight.disconnect();
      this.#frame = null;
      this.#begin();
    };
  }

  #leave(): void {
    this.#gate.leave();
    this.#begin();
  }

  /** The clock starts when the change has been painted, which is certain in the second frame from now. */
  #begin(): void {
    this.#gate.cover();
    this.armed = false;
    const turn = ++this.#turn;
    if (this.#frame === null || !this.#isInSight || document.visibilityState !== 'visible') return;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (turn !== this.#turn) return;
        this.#gate.seen(performance.now());
        setTimeout(() => {
          if (turn === this.#turn) this.armed = true;
        }, SEEN_MS + 1);
      }),
    );
  }
}
