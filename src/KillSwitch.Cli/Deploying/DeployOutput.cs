using KillSwitch.Aws.Deploying;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Cli.Deploying;

/// <summary>What is said while something is deployed or removed, and what is asked.</summary>
/// <param name="terminal">Whose.</param>
/// <param name="isText">Results go to stdout as text; else they come at the end, as JSON.</param>
internal sealed class DeployOutput(Terminal terminal, bool isText) : IDisposable
{
    // One for all questions: what it has read ahead is the answer to the next.
    private StreamReader? _answers;

    public bool CanAsk => terminal.CanAsk;

    public void Warn(string sentence) => terminal.Warn("killswitch: " + sentence);

    /// <summary>What is going on.</summary>
    public void Say(string sentence) => terminal.Warn(sentence);

    /// <summary>What CloudFormation tells of a resource.</summary>
    public void Say(StackStep step) => terminal.Warn(
        $"  {step.Status,-28} {step.Type}  {Engine.Deploying.LogicalId.Readable(step.Id)}"
        + (step.IsFailure && step.Reason is { } reason ? $": {reason}" : ""));

    /// <summary>What is to be agreed to.</summary>
    public void Show(string title, StackPlan plan)
    {
        Line[] lines = [Line.Of(PlainText.Of(title), Ink.Strong), .. PlanText.Lines(plan, Width)];
        if (isText)
            terminal.Out.WriteLines(lines);
        else if (CanAsk)
            terminal.Error.WriteLines(lines);
    }

    public void Print(string text)
    {
        if (isText)
            terminal.Out.WriteText(PlainText.Of(text));
    }

    /// <summary>What whoever agrees has to know; it is said where nobody is asked as well.</summary>
    public void Note(string text)
    {
        Line[] lines = [.. Line.Wrap(PlainText.Of(text), Width, Ink.Strong)];
        if (isText)
            terminal.Out.WriteLines(lines);
        else
            terminal.Error.WriteLines(lines);
    }

    public bool Ask(string question)
    {
        if (!terminal.CanAsk)
            return false;
        terminal.StandardError.Write(string.Join('\n', Line.Wrap(question + " [y/N]", terminal.Error.Profile.Width)
            .Select(line => string.Concat(line.Pieces.Select(piece => piece.Text)))) + " ");
        _answers ??= new StreamReader(terminal.StandardInput());
        return _answers.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    public void Dispose() => _answers?.Dispose();

    private int Width => isText ? terminal.Out.Profile.Width : terminal.Error.Profile.Width;
}
