"""验证码读音: makes credit_platform/clips/0.wav … 9.wav once; run again only to change the voice.

Needs espeak-ng (apt-get install espeak-ng). Out comes 8 kHz, mono, 16 bit, trimmed of silence: small files that the
standard library's `wave` can join.
"""

import array
import subprocess
import tempfile
import wave
from pathlib import Path

RATE = 8000
QUIET = 400  # of 32767: below it is silence
TARGET = Path(__file__).resolve().parent.parent / "credit_platform" / "clips"


def spoken(text: str) -> tuple[array.array, int]:
    """Samples and their rate, as espeak-ng speaks `text` in Mandarin. Figures: it knows few characters by itself."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as out:
        subprocess.run(["espeak-ng", "-v", "cmn", "-s", "110", "-a", "160", "-w", out.name, text], check=True)
        with wave.open(out.name) as clip:
            return array.array("h", clip.readframes(clip.getnframes())), clip.getframerate()


def resampled(samples: array.array, rate: int) -> array.array:
    """At 8 kHz: each new sample is the mean of the old ones it stands for, which also keeps whistling away."""
    step = rate / RATE
    spans = (samples[int(i * step) : int((i + 1) * step)] for i in range(int(len(samples) / step)))
    return array.array("h", (sum(span) // len(span) for span in spans))


def trimmed(samples: array.array) -> array.array:
    """From the first to the last sound."""
    loud = [i for i, value in enumerate(samples) if abs(value) > QUIET]
    return samples[max(loud[0] - 80, 0) : loud[-1] + 160]


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for digit in range(10):
        with wave.open(str(TARGET / f"{digit}.wav"), "wb") as clip:
            clip.setparams((1, 2, RATE, 0, "NONE", ""))
            clip.writeframes(trimmed(resampled(*spoken(str(digit)))).tobytes())


if __name__ == "__main__":
    main()
