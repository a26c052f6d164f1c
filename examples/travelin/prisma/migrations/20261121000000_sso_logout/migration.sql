-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "code_hash" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "sessions_code_hash_key" ON "sessions"("code_hash");
