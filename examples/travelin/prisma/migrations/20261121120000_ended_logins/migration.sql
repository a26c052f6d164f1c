-- CreateTable
CREATE TABLE "ended_logins" (
    "code_hash" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ended_logins_pkey" PRIMARY KEY ("code_hash")
);

-- CreateIndex
CREATE INDEX "ended_logins_told_at_idx" ON "ended_logins"("told_at");
