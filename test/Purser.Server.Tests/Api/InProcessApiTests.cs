namespace Purser.Server.Tests.Api;

public sealed class InProcessApiTests() : ApiSuite(http: false);
