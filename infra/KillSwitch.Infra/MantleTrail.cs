using Amazon.CDK;
using Amazon.CDK.AWS.CloudTrail;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.S3;
using Constructs;
using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Infra;

/// <summary>
/// Has CloudTrail tell who calls the mantle endpoint, in home's region and in those of the sensors: data events of one operation, which no
/// other trail has to write. EventBridge hears of them; the bucket, which a trail must have, keeps them for a day.
/// </summary>
internal sealed class MantleTrail : Construct
{
    public MantleTrail(Construct scope, string id, GuardOptions options)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        var name = $"{options.StackName}-mantle-callers";
        var bucket = new Bucket(this, "Events", new BucketProps
        {
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            Encryption = BucketEncryption.S3_MANAGED,
            EnforceSSL = true,
            LifecycleRules = [new LifecycleRule { Expiration = Duration.Days(1) }],
            // CloudFormation deletes no bucket that holds something.
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        var trail = $"arn:{stack.Partition}:cloudtrail:{stack.Region}:{stack.Account}:trail/{name}";
        Let("Look", "s3:GetBucketAcl", bucket.BucketArn);
        Let("Write", "s3:PutObject", bucket.ArnForObjects($"AWSLogs/{stack.Account}/*"));
        var isEverywhere = options.Regions.Count > 0;
        new CfnTrail(this, "Trail", new CfnTrailProps
        {
            TrailName = name,
            S3BucketName = bucket.BucketName,
            IsLogging = true,
            IsMultiRegionTrail = isEverywhere,
            // A trail of all regions must say so; it writes none of them.
            IncludeGlobalServiceEvents = isEverywhere,
            AdvancedEventSelectors = new[]
            {
                new CfnTrail.AdvancedEventSelectorProperty
                {
                    Name = "Calls of the bedrock-mantle endpoint",
                    FieldSelectors = new[]
                    {
                        Selector("eventCategory", "Data"),
                        Selector("resources.type", "AWS::BedrockMantle::Project"),
                        Selector("eventName", MantleEvent.Name),
                    },
                },
            },
        }).Node.AddDependency(bucket);

        void Let(string sid, string action, string resource) => bucket.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = sid,
            Principals = [new ServicePrincipal("cloudtrail.amazonaws.com")],
            Actions = [action],
            Resources = [resource],
            Conditions = new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceArn"] = trail },
            },
        }));
    }

    private static CfnTrail.AdvancedFieldSelectorProperty Selector(string field, string value) =>
        new() { Field = field, EqualTo = [value] };
}
