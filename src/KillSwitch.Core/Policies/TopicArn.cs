namespace KillSwitch.Core.Policies;

/// <summary>An SNS topic that messages may be published on: <c>arn:aws:sns:REGION:ACCOUNT:NAME</c>, no FIFO topic.</summary>
/// <param name="Text">The ARN.</param>
/// <param name="Region">That it is published to.</param>
public sealed record TopicArn(string Text, string Region)
{
    public const string Example = "arn:aws:sns:us-east-1:111122223333:agents";

    private const string Fifo = ".fifo";

    /// <summary>Null for what is none; then <see cref="Problem"/> says why.</summary>
    public static TopicArn? Parse(string text) => text.Split(':') is ["arn", var partition, "sns", var region, var account, var name]
        && partition is "aws" or "aws-cn" or "aws-us-gov" && IsRegion(region)
        && account.Length == 12 && account.All(char.IsAsciiDigit)
        && name.Length is > 0 and <= 256 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? new TopicArn(text, region)
            : null;

    /// <summary>Why a text is no such topic, as the rest of a sentence.</summary>
    public static string Problem(string text) =>
        text.StartsWith("arn:", StringComparison.Ordinal) && text.EndsWith(Fifo, StringComparison.Ordinal)
        ? "is a FIFO topic, which mail and chat cannot listen to; allowed is a standard topic"
        : text.Split(':') is ["arn", _, "sns", _, _, _, _]
            ? "is a subscription; allowed is the ARN of its topic, without the last part"
            : $"is no SNS topic; allowed is an ARN such as `{Example}`";

    public override string ToString() => Text;

    private static bool IsRegion(string name) => name.Length <= 32 && name.Split('-') is [{ Length: 2 } area, _, .., var number]
        && area.All(char.IsAsciiLetterLower) && number.Length > 0 && number.All(char.IsAsciiDigit)
        && name.Split('-')[1..^1] is { Length: > 0 } words
        && words.All(word => word.Length > 0 && word.All(char.IsAsciiLetterLower));
}
