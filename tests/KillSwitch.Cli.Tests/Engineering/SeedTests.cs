namespace KillSwitch.Cli.Tests.Engineering;

public class SeedTests
{
    /// <summary>What fails by chance must fail again: each source of it is given a seed, which the failure prints.</summary>
    [Fact]
    public void No_test_draws_from_chance_without_a_seed()
    {
        var uses = CompiledTests.Uses(typeof(Random));

        uses.ShouldNotBeEmpty("no test project but this one was built: run make build");
        // A constructor's signature is its kind, how many parameters it has, and their types.
        uses.Where(use => use.Member == $"get_{nameof(Random.Shared)}" || (use.Member == ".ctor" && use.Signature[1] == 0))
            .Select(use => use.Project).ShouldBeEmpty();
    }
}
