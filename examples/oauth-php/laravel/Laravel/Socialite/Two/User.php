<?php

declare(strict_types=1);

namespace Laravel\Socialite\Two;

final class User
{
    /** @var array<string, mixed> */
    public array $user = [];

    /** @var array<string, mixed> */
    private array $fields = [];

    /** @param array<string, mixed> $user */
    public function setRaw(array $user): self
    {
        $this->user = $user;
        return $this;
    }

    /** @param array<string, mixed> $fields */
    public function map(array $fields): self
    {
        $this->fields = $fields;
        return $this;
    }

    public function getId(): mixed
    {
        return $this->fields['id'];
    }

    public function getName(): ?string
    {
        return $this->fields['name'];
    }

    public function getEmail(): ?string
    {
        return $this->fields['email'];
    }
}
