using System.CommandLine;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Resources;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Simulation;

namespace KillSwitch.Cli.Verbs;

/// <summary>The options that every scenario of <c>simulate</c> has.</summary>
internal sealed class SimulationOptions
{
    private readonly Option<long?> _seed =
        WholeNumberOption.Create("--seed", "Another seed makes another workload. [default: 1]", int.MinValue, int.MaxValue);
    private readonly Option<string?> _policy = new("--policy")
    {
        Description = "The policy to back-test instead of the sample policy.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _write = new("--write")
    {
        Description = "Save the records in a folder, laid out as Bedrock delivers to S3.",
        HelpName = "DIR",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _seed, _policy, _write })
            command.Options.Add(option);
    }

    public int Seed(ParseResult parsed) => (int)(parsed.GetValue(_seed) ?? 1);

    public Policy Policy(ParseResult parsed, Terminal terminal) => parsed.GetValue(_policy) is { } path
        ? InputFile.Policy(path, terminal)
        : PolicyFileReader.Read(Embedded.Read(Embedded.Policy)).Policy
            ?? throw new InvalidOperationException("the sample policy of this build is not valid");

    public void Save(ParseResult parsed, IEnumerable<Invocation> records, Terminal terminal)
    {
        if (parsed.GetValue(_write) is not { } folder)
            return;
        try
        {
            terminal.Warn($"Wrote {Counted.Of(RecordFolder.Write(records, folder), "file")} of records to {folder}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{folder}` cannot be written: {error.Message}");
        }
    }
}
