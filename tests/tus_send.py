"""Send a file with tuspy: ENDPOINT TOKEN FILE MEMORY CHUNK_BYTES SHA256."""

import sys
from pathlib import Path

from tusclient import client
from tusclient.storage import filestorage

if __name__ == "__main__":
    endpoint, token, path, memory, chunk_bytes, sha256 = sys.argv[1:]
    tus = client.TusClient(endpoint, headers={"Authorization": f"Bearer {token}"})
    uploader = tus.uploader(
        path,
        chunk_size=int(chunk_bytes),
        metadata={"filename": Path(path).name, "sha256": sha256},
        retries=30,
        retry_delay=0.2,
        store_url=True,
        url_storage=filestorage.FileStorage(memory),
        upload_checksum=True,
    )
    uploader.upload()
