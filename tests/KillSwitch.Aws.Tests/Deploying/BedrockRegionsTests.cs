using System.Net.Sockets;
using Amazon.Runtime;
using KillSwitch.Aws.Deploying;

namespace KillSwitch.Aws.Tests.Deploying;

public class BedrockRegionsTests
{
    [Fact]
    public async Task Who_answers_is_heard_who_is_not_there_is_nobody_and_who_says_anything_else_is_told()
    {
        var regions = new BedrockRegions((region, _) => region switch
        {
            "us-east-1" or "us-west-2" => Task.CompletedTask,
            // Not enabled: nobody knows the credentials there.
            "ap-east-1" => throw Refused("UnrecognizedClientException"),
            // Without Bedrock.
            "us-west-1" => throw new AmazonClientException(
                "no", new HttpRequestException("no", new SocketException((int)SocketError.HostNotFound))),
            "eu-west-1" => throw Refused("AccessDeniedException"),
            _ => throw new HttpRequestException("the connection broke off"),
        });

        var (heard, silent) = await regions.FindAsync(
            ["ap-east-1", "eu-central-1", "eu-west-1", "us-east-1", "us-west-1", "us-west-2"], TestContext.Current.CancellationToken);

        heard.ShouldBe(["us-east-1", "us-west-2"]);
        silent.Select(one => one.Region).ShouldBe(["eu-central-1", "eu-west-1"]);
        silent[1].Why.ShouldContain("`AccessDeniedException`");
    }

    [Fact]
    public async Task Whoever_gives_up_waits_no_longer()
    {
        using var over = new CancellationTokenSource();
        await over.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new BedrockRegions((_, token) => Task.FromCanceled(token)).FindAsync(["us-east-1"], over.Token));
    }

    [Fact]
    public void The_regions_of_a_partition_are_known()
    {
        BedrockRegions.Known("aws").ShouldContain("us-east-1");
        BedrockRegions.Known("aws").ShouldNotContain("us-gov-west-1");
        BedrockRegions.Known("aws-us-gov").ShouldContain("us-gov-west-1");
    }

    private static AmazonServiceException Refused(string code) =>
        new("User is not allowed", ErrorType.Sender, code, "r-1", System.Net.HttpStatusCode.BadRequest);
}
