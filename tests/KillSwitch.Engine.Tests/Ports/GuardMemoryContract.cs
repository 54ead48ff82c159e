using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>What every memory must do; each adapter runs it.</summary>
public abstract class GuardMemoryContract
{
    protected abstract IGuardMemory Create();

    [Fact]
    public async Task What_is_kept_is_recalled_and_the_last_who_writes_wins()
    {
        var memory = Create();

        (await memory.RecallAsync("a", default)).ShouldBeNull();
        await memory.KeepAsync("a", "1", default);
        await memory.KeepAsync("a", "2", default);

        (await memory.RecallAsync("a", default)).ShouldBe("2");
    }

    [Fact]
    public async Task What_is_kept_in_the_place_of_what_was_recalled_undoes_nothing_that_someone_else_kept_since()
    {
        var memory = Create();

        (await memory.TryKeepAsync("a", recalled: "0", "1", default)).ShouldBeFalse();
        (await memory.TryKeepAsync("a", recalled: null, "1", default)).ShouldBeTrue();
        (await memory.TryKeepAsync("a", recalled: null, "2", default)).ShouldBeFalse();
        (await memory.TryKeepAsync("a", recalled: "1", "2", default)).ShouldBeTrue();
        (await memory.TryKeepAsync("a", recalled: "1", "3", default)).ShouldBeFalse();

        (await memory.RecallAsync("a", default)).ShouldBe("2");
    }
}
