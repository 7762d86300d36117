"""Embeddings through Weighbridge with nothing but Python's standard library (3.8 or newer).

The official `openai` package works as it is: OpenAI(base_url=URL + "/v1", api_key=KEY).
"""
import array
import base64
import json
import math
import os
import sys
import urllib.error
import urllib.request

URL = os.environ.get("WEIGHBRIDGE_URL", "http://127.0.0.1:4100")
KEY = os.environ.get("WEIGHBRIDGE_KEY", "")


def embed(texts, model="text-embedding-3-small", dimensions=None):
    """One array of float32 a text, in order, and the tokens of them all. Raises RuntimeError with what to do."""
    body = {"model": model, "input": texts, "encoding_format": "base64"}
    if dimensions is not None:
        body["dimensions"] = dimensions
    request = urllib.request.Request(
        URL + "/v1/embeddings",
        data=json.dumps(body).encode(),
        headers={"Authorization": "Bearer " + KEY, "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=600) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as refused:
        error = json.load(refused)["error"]
        again = refused.headers.get("x-should-retry") == "true"
        raise RuntimeError("%s: %s (try again: %s)" % (error["code"], error["message"], again)) from None
    vectors = []
    for item in sorted(answer["data"], key=lambda item: item["index"]):
        vector = array.array("f", base64.b64decode(item["embedding"]))
        if sys.byteorder == "big":
            vector.byteswap()
        vectors.append(vector)
    return vectors, answer["usage"]["total_tokens"]


def cosine(a, b):
    return sum(x * y for x, y in zip(a, b)) / (math.hypot(*a) * math.hypot(*b))


if __name__ == "__main__":
    documents = [
        "Reset your password from the sign-in page.",
        "Invoices are sent on the first day of the month.",
        "The office is closed on public holidays.",
    ]
    vectors, tokens = embed(documents + ["Where do I reset my password?"])
    question = vectors.pop()
    found = [{"text": text, "score": cosine(question, vector)} for text, vector in zip(documents, vectors)]
    print(json.dumps(sorted(found, key=lambda row: -row["score"])))
    print(tokens, "tokens", file=sys.stderr)
